import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { configureCartline } from 'cartline/react';
import '../../shared/styles/shop.css';
import { App } from './app.tsx';

const meta = (name: string): string | undefined =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content || undefined;

// Once, before anything renders: useCartline() finds it from anywhere.
configureCartline({
  relay: meta('cartline-relay') ?? import.meta.env.VITE_CARTLINE_RELAY ?? '',
  writeKey: meta('cartline-write-key') ?? import.meta.env.VITE_CARTLINE_WRITE_KEY ?? '',
});

const root = document.getElementById('root');
if (!root) throw new Error('Starting the shop: index.html has no element with the id "root".');

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
