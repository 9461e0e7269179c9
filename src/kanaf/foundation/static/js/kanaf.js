// The behaviour of the working pages. Every page works without it.
import { bindDrafts } from "./drafts.js";
import { focusErrors } from "./errors.js";
import { bindFragments } from "./fragments.js";
import { bindMenus } from "./menus.js";
import { bindOnce } from "./once.js";

function bind(root) {
  bindOnce(root);
  bindDrafts(root);
  focusErrors(root);
}

bind(document);
bindMenus();
bindFragments(bind);
