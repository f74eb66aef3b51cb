// Pictures of pages, to be looked at when one changes. They land in COMITY_SCREENSHOTS, which git does not keep.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const dir = process.env.COMITY_SCREENSHOTS || fileURLToPath(new URL("screenshots/", import.meta.url));

// screenshot keeps the whole page as it stands, on a desktop and on a phone: name-desktop.png and name-phone.png. also may
// name "forced", for forced colours on a desktop.
export async function screenshot(page, name, { also = [] } = {}) {
  mkdirSync(dir, { recursive: true });
  const before = page.viewportSize();
  const shoot = async (kind) => page.screenshot({ path: join(dir, `${name}-${kind}.png`), fullPage: true, animations: "disabled" });
  if (page.way !== "phone") {
    await page.setViewportSize({ width: 1280, height: 900 });
    await shoot("desktop");
    if (also.includes("forced")) {
      await page.emulateMedia({ forcedColors: "active" });
      await shoot("forced");
      await page.emulateMedia({ forcedColors: null });
    }
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot("phone");
  await page.setViewportSize(before);
}

// paper prints the page to name.pdf, on A4 as its style says, and gives the contents.
export async function paper(page, name) {
  mkdirSync(dir, { recursive: true });
  return page.pdf({ path: join(dir, `${name}.pdf`), preferCSSPageSize: true, tagged: true, outline: true });
}
