// Drives the VS Code window in the browser. All knowledge of its DOM is here.
import { chromium, expect, type Browser, type FrameLocator, type Locator, type Page } from '@playwright/test';
import { chromiumOptions } from '../../tools/locate.mjs';

/** What each of our pages calls itself, in `body[data-view]`. */
export type View = 'editor' | 'sidePanel' | 'optimize';

const VIEWPORT = { width: 1400, height: 900 };
/** How long a window may take to start, and then to know an extension, on a busy machine. */
const START_MS = 120_000;
/** How long our editor may take to open once VS Code knows it. */
const EDITOR_MS = 15_000;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch(chromiumOptions());
}

/** A page that can reach nothing but this machine. */
export async function newPage(browser: Browser, viewport = VIEWPORT): Promise<Page> {
  const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.route(
    url => url.hostname !== '127.0.0.1',
    route => route.abort(),
  );
  return page;
}

export class Workbench {
  constructor(readonly page: Page) {}

  /** Opens a folder and waits until our commands are known. That *.onnx opens in our editor may take longer: `openModel` waits for that. */
  async open(url: string): Promise<void> {
    await this.page.goto(url, { waitUntil: 'commit' });
    await this.started();
  }

  /** Reloads the window by VS Code's command, which keeps what is open; a browser's reload may come before it was stored. */
  async reload(): Promise<void> {
    const reloaded = this.page.waitForEvent('domcontentloaded');
    await this.runCommand('Developer: Reload Window');
    await reloaded;
    await this.started();
  }

  private async started(): Promise<void> {
    await this.page.waitForFunction(`performance.getEntriesByName('code/didLoadExtensions').length > 0`, null, { timeout: START_MS });
    const timeout = 3000;
    await expect(async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput().fill('>Layerwise:', { timeout });
      await this.quickPickItem('Layerwise:').first().waitFor({ timeout });
    }).toPass({ timeout: START_MS });
    await this.page.keyboard.press('Escape');
    await expect(this.quickInput()).toBeHidden();
  }

  /**
   * Opens a model in our editor. VS Code opens it as text until it knows that editor, which it does once the extension process runs; so this closes it and tries
   * again. Throws when that takes too long.
   */
  async openModel(path: string): Promise<FrameLocator> {
    const deadline = Date.now() + START_MS;
    while (Date.now() < deadline) {
      await this.quickOpen(path);
      const editor = await this.awaitWebview('editor', '', EDITOR_MS);
      if (editor) return editor;
      await this.runCommand('View: Close All Editors');
    }
    throw new Error(`${path} did not open in the editor of Layerwise within ${START_MS / 1000} s; VS Code seems to show it as text.`);
  }

  file(name: string): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name });
  }

  async quickOpen(path: string): Promise<void> {
    await this.choose('Control+P', path, path.slice(path.lastIndexOf('/') + 1));
  }

  async runCommand(title: string): Promise<void> {
    await this.choose('F1', `>${title}`, title);
  }

  /** Tries again, because VS Code may close a quick input that opens while the focus still moves. */
  private async choose(key: string, text: string, item: string): Promise<void> {
    const timeout = 3000;
    await expect(async () => {
      await this.page.keyboard.press(key);
      await this.quickInput().fill(text, { timeout });
      await this.quickPickItem(item).first().click({ timeout });
    }).toPass({ timeout: 30_000 });
  }

  async showSidePanel(): Promise<FrameLocator> {
    await this.runCommand('Layerwise: Focus on Layerwise View');
    await this.page.locator('.part.auxiliarybar').waitFor();
    return this.webview('sidePanel');
  }

  quickPickItem(text: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
  }

  quickInput(): Locator {
    return this.page.locator('.quick-input-widget input[type="text"]');
  }

  async openContextMenu(target: Locator): Promise<void> {
    await target.click({ button: 'right' });
    await this.page.locator('.context-view .monaco-menu').waitFor();
  }

  /** VS Code ignores clicks for a moment after a menu opens, so this clicks until the menu is gone. */
  async chooseMenuItem(title: string): Promise<void> {
    const item = this.menuItem(title);
    await item.waitFor();
    await expect(async () => {
      if (await item.isVisible()) await item.click({ timeout: 1000 });
      await expect(item).toBeHidden({ timeout: 1000 });
    }).toPass({ timeout: 20_000 });
  }

  menuItem(title: string): Locator {
    return this.page.locator('.context-view .monaco-menu .action-item').filter({ hasText: title });
  }

  codeLens(title: string): Locator {
    return this.page.locator('.codelens-decoration a').filter({ hasText: title });
  }

  /** A part of a lens that is text only. */
  codeLensText(text: string): Locator {
    return this.page.locator('.codelens-decoration').filter({ hasText: text });
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  notification(text: string): Locator {
    return this.page.locator('.notification-toast .notification-list-item').filter({ hasText: text });
  }

  tab(name: string): Locator {
    return this.page.locator(`.tabs-container .tab[data-resource-name="${name}"]`);
  }

  /**
   * The document of the visible webview that shows `view` and the file or text `text`. Each webview is an outer iframe of VS Code
   * (unique name, hidden with its tab) around an inner one, #active-frame, that holds our page.
   */
  async webview(view: View, text = '', timeoutMs = 30_000): Promise<FrameLocator> {
    const found = await this.awaitWebview(view, text, timeoutMs);
    if (found) return found;
    throw new Error(`No visible webview "${view}" with "${text}"`);
  }

  private async awaitWebview(view: View, text: string, timeoutMs: number): Promise<FrameLocator | undefined> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      const found = await this.findWebview(view, text);
      if (found) return found;
      await this.page.waitForTimeout(100);
    }
    return undefined;
  }

  private async findWebview(view: View, text: string): Promise<FrameLocator | undefined> {
    const names = await this.page
      .locator('iframe.webview:visible')
      .evaluateAll((frames: readonly { getAttribute(name: string): string | null }[]) => frames.map(frame => frame.getAttribute('name')));
    for (const name of names) {
      const frame = this.page.frameLocator(`iframe.webview[name="${name}"]`).frameLocator('iframe#active-frame');
      const body = frame.locator(`body[data-view="${view}"]`);
      const wanted = body.filter({ hasText: text }).or(frame.locator(`body[data-view="${view}"][data-file=${JSON.stringify(text)}]`));
      if (await wanted.count()) return frame;
    }
    return undefined;
  }

  async closeAll(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.runCommand('Notifications: Clear All Notifications');
    await this.runCommand('View: Close All Editors');
    await expect(this.page.locator('.tabs-container .tab')).toHaveCount(0);
  }
}
