/**
 * What the activity page does in the browser, as text: it goes into the page under a nonce. Lines come as HTML that the
 * relay has escaped; nothing here builds HTML out of data.
 */
export const script = `
const stream = document.getElementById('stream')
const note = document.getElementById('empty')
const none = document.getElementById('none')
const live = document.getElementById('live')
const text = document.getElementById('text')
const MAX_LINES = 500
let state = ''

const localTimes = (root) => {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime)
    const today = at.toDateString() === new Date().toDateString()
    const day = today || time.dataset.short === undefined ? '' : at.toLocaleDateString(undefined, { day: 'numeric', month: 'short' }) + ' '
    time.textContent = time.dataset.short === undefined ? at.toLocaleString() : day + at.toLocaleTimeString(undefined, { hour12: false })
    time.title = at.toString()
  }
}

const isWanted = (line) =>
  (!state || line.dataset.states.split(' ').includes(state)) && line.dataset.text.includes(text.value.trim().toLowerCase())

const filter = () => {
  let shown = 0
  for (const line of stream.children) {
    line.hidden = !isWanted(line)
    if (!line.hidden) shown++
  }
  note.hidden = stream.children.length > 0
  none.hidden = stream.children.length === 0 || shown > 0
  stream.hidden = shown === 0
}

const place = (line) => {
  const known = document.getElementById(line.id)
  if (known) {
    if (Number(known.dataset.revision) >= Number(line.dataset.revision)) return
    line.open = known.open
    known.replaceWith(line)
    return
  }
  const order = Number(line.dataset.order)
  const next = [...stream.children].find((other) => Number(other.dataset.order) <= order)
  stream.insertBefore(line, next ?? null)
}

const lineOf = (html) => {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content.firstElementChild
}

const follow = () => {
  const source = new EventSource('activity/events?since=' + document.body.dataset.revision)
  source.onopen = () => { live.dataset.live = 'on'; live.textContent = 'live' }
  source.onerror = () => {
    const gone = source.readyState === EventSource.CLOSED
    live.dataset.live = 'off'
    live.textContent = gone ? 'signed out: open the address that the relay printed' : 'the relay is away, trying again'
  }
  source.addEventListener('lines', ({ data }) => {
    for (const html of JSON.parse(data)) {
      const line = lineOf(html)
      localTimes(line)
      line.classList.add('fresh')
      place(line)
    }
    while (stream.children.length > MAX_LINES) stream.lastElementChild.remove()
    filter()
  })
  source.addEventListener('numbers', ({ data }) => {
    const next = lineOf(JSON.parse(data))
    localTimes(next)
    for (const part of ['#drift', '#sources'])
      next.querySelector(part).open = document.querySelector(part).open
    document.getElementById('numbers').replaceWith(next)
  })
}

for (const button of document.querySelectorAll('.filters button')) {
  button.addEventListener('click', () => {
    state = button.dataset.state
    for (const other of document.querySelectorAll('.filters button')) other.setAttribute('aria-pressed', String(other === button))
    filter()
  })
}
stream.addEventListener('click', async ({ target }) => {
  if (!target.dataset.replay) return
  target.disabled = true
  const body = JSON.stringify({ what: target.dataset.replay, seqs: [Number(target.dataset.seq)] })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch('activity/replay', { method: 'POST', headers, body }).then((response) => response.json(), () => ({}))
  const [refused] = answer.refused ?? []
  if (answer.replayed > 0 && target.dataset.replay === 'quarantine') {
    target.closest('details').remove() // it stands among the accepted now, in a line of its own
    return filter()
  }
  target.textContent = answer.replayed > 0 ? 'sent again' : 'not sent: ' + (refused?.message ?? answer.error?.message ?? 'it is not refused any more')
})
text.addEventListener('input', filter)
localTimes(document)
filter()
follow()
`;
