// No SDK: what one write to IndexedDB costs by itself, committed before the call returns. It stands for the least that an
// outbox like Cartline's could cost on this machine.
let database;
let count = 0;
window.bench = {
  init: () => {
    const request = indexedDB.open('floor');
    request.onupgradeneeded = () => request.result.createObjectStore('rows');
    request.onsuccess = () => (database = request.result);
  },
  track: (name, properties) => {
    const transaction = database.transaction('rows', 'readwrite', { durability: 'relaxed' });
    transaction.objectStore('rows').put(JSON.stringify({ name, properties }), `row${count++}`);
    transaction.commit();
  },
  page: () => undefined,
  identify: () => undefined,
};
