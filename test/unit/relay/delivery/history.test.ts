import { expect, test } from 'vitest';
import type { TrackMessage } from '../../../../src/schema.ts';
import { newMessage, START } from '../store/new-message.ts';
import { eventsOf, settled, startCustomerio, startRelay } from './relay-under-test.ts';

