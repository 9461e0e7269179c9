// The only module that knows an event of htmx: fragments that arrive are bound like the page was.
export function bindFragments(bind) {
  document.addEventListener("htmx:after:swap", (event) => bind(event.target instanceof Element ? event.target : document));
}
