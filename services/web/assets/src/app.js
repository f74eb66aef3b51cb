// The page's script. Every task works without it; it makes some of them nicer.
import { components } from "./components.js";
import { guardForms } from "./guard.js";
import { live } from "./live.js";
import { printButtons } from "./print.js";
import { shortcuts } from "./shortcuts.js";

components(document);
guardForms(document);
printButtons(document);
shortcuts(document);
live(document);
