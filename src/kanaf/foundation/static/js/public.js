// The behaviour of the light pages. Every page works without it. No draft is kept here: no trace on the device.
import { focusErrors } from "./errors.js";
import { bindExit } from "./exit.js";
import { bindOnce } from "./once.js";

bindExit(document);
bindOnce(document);
focusErrors(document);
