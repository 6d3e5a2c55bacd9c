// Makes the pictures of the guides from the real program: node docs/pictures/make.mjs [CHROMIUM]
// It builds muster, makes the demo CRM in a folder that goes away, runs a command and photographs what it printed.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const chromium = process.argv[2] ?? 'chromium';
const work = mkdtempSync(join(tmpdir(), 'muster-pictures-'));
const at = '2026-11-20T12:00:00Z';
const muster = (...args) => {
  const run = spawnSync('dotnet', [join(root, 'src/Muster.Cli/bin/Release/net10.0/muster.dll'), ...args, '--data', join(work, 'data'), '--at', at], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`muster ${args.join(' ')}: ${run.stderr}`);
  return run.stdout;
};

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const page = (command, output) => `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; padding: 28px; background: linear-gradient(135deg, #4f46e5, #7c74f0); font: 15px/1.5 "DejaVu Sans Mono", monospace; }
  .window { background: #12141c; color: #d7dae5; border-radius: 12px; box-shadow: 0 18px 48px #0007; overflow: hidden; }
  .bar { height: 36px; background: #1c1f2b; display: flex; align-items: center; gap: 8px; padding-left: 16px; }
  .bar i { width: 12px; height: 12px; border-radius: 50%; background: #3a3f55; }
  pre { margin: 0; padding: 18px 24px 22px; font: inherit; white-space: pre; }
  b { color: #a7a2ff; font-weight: 600; } em { color: #6ee7a8; font-style: normal; }
</style><div class="window"><div class="bar"><i></i><i></i><i></i></div><pre><b>$</b> ${escape(command)}\n${escape(output).replace(/^([\d,]+ of [\d,]+ \w+.*)$/m, '<em>$1</em>')}</pre></div>`;

try {
  execFileSync('dotnet', ['build', join(root, 'src/Muster.Cli'), '-c', 'Release', '-v', 'quiet'], { stdio: 'inherit' });
  muster('demo', '--profiles', '100k');
  const rule = 'country = DE and (at least 2 paid orders or lead_score > 80) and no order in the last 60 days';
  const output = muster('preview', rule, '--conditions', '--limit', '6');
  const html = join(work, 'preview.html');
  writeFileSync(html, page(`muster preview '${rule}' \\\n    --conditions --limit 6`, `\n${output.trimEnd()}`));
  const height = 140 + (output.trimEnd().split('\n').length + 3) * 22.5;
  execFileSync(chromium, [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--hide-scrollbars', '--force-device-scale-factor=1.5', `--user-data-dir=${join(work, 'chromium')}`,
    `--window-size=1240,${Math.ceil(height)}`, `--screenshot=${join(here, 'preview.png')}`, `file://${html}`,
  ], { stdio: 'ignore' });
} finally {
  rmSync(work, { recursive: true, force: true });
}
