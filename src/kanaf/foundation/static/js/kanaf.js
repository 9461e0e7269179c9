// The behaviour of the working pages. Every page works without it.
import { bindDrafts } from "./drafts.js";
import { focusErrors } from "./errors.js";
import { bindFragments } from "./fragments.js";
import { bindMenus } from "./menus.js";
import { bindOnce } from "./once.js";
import { bindSearch } from "./search.js";

function bind(root) {
  bindOnce(root);
  bindDrafts(root);
  bindSearch(root);
  focusErrors(root);
}

bind(document);
bindMenus();
bindFragments(bind);
