// A page without an SDK: what the measuring itself costs.
const nothing = () => undefined;
window.bench = { init: nothing, track: nothing, page: nothing, identify: nothing };
