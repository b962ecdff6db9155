#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The report in Chromium, in five languages: silent, complete without script, accessible, readable on a phone, on a
# desk and on paper. First the checker itself: a page with one fault is told of that fault, a sound one of none.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
. "$(dirname "${BASH_SOURCE[0]}")/browser.bash"
need openssl
need_browser

# --- the checker sees what it is there for: a sound page, and pages with faults ---
mkdir "$work/pages"
style='body { font: 1rem sans-serif; background: #fff; color: #111; } .pale { color: #ccc; }
.cut { overflow: hidden; width: 5rem; white-space: nowrap; }'
digest=$(printf %s "$style" | openssl dgst -sha256 -binary | base64)
policy="<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-$digest'\">"
filler=$(for _ in $(seq 120); do echo '<p>Words that fill more than one sheet of paper, as any report does.</p>'; done)
page() { # NAME [LANG [POLICY [FILLER]]], the body's start on standard input
    cat >"$work/pages/$1.en.html" <<HTML
<!DOCTYPE html><html lang="${2-en}"><head><meta charset="utf-8">${3-$policy}<meta name="viewport" content="width=device-width">
<title>A page</title><style>$style</style></head><body><main id="main"><h1>A page</h1>$(cat)
<h2>Its table</h2><p><a href="#main">Up to the top</a></p>
<table><caption>What is known</caption><thead><tr><th scope="col">Name</th><th scope="col">Times</th></tr></thead>
<tbody><tr><th scope="row">one</th><td>1</td></tr></tbody></table>
<svg role="img" width="90" height="30"><title>A drawing</title><text x="5" y="20" fill="#111">words</text></svg>
${4-$filler}</main></body></html>
HTML
}
page sound </dev/null
page forbidden <<'HTML'
<img src="https://example.org/pixel.png" alt="A pixel"><script>document.title = "ran"</script>
<p onclick="alert(1)">one</p><p style="color: red">two</p>
<link rel="stylesheet" href="beside.css"><link rel="preconnect" href="https://example.org">
HTML
page allowed en '' <<'HTML'
<script>
addEventListener("load", () => {
  alert("a dialog"); console.log("ran");
  document.querySelector("h2").after("only with script"); document.querySelector("td").textContent = "";
  fetch("https://example.org/fetched"); undefined_function();
});
</script>
HTML
page structure es <<HTML
<h3>Too deep</h3><img src="#"><p id="again">one</p><p id="again">two</p>
<p><a href="#nowhere">one</a> <a href="nothing.html">two</a> <a href="javascript:alert(1)">three</a></p>
<svg role="img" aria-label="A drawing" width="9" height="9"></svg>
<table><tr><th scope="row">a</th><td>1</td></tr></table><table><caption>Numbers</caption><tr><td>a</td><td>1</td></tr></table>
<!-- $(head -c 400000 /dev/zero | base64 -w 0) -->
HTML
page layout en "$policy" '' <<HTML
<p class="pale">pale words</p><p>$(printf 'w%.0s' $(seq 200))</p><p class="cut">words that are too long for their box</p>
<svg role="img" width="90" height="30"><title>Two</title><text x="5" y="20">words</text><text x="9" y="20">others</text></svg>
<svg role="img" width="30" height="30"><title>Cut</title><text x="5" y="20">words that are long</text></svg>
HTML
look sound 0 "$work/pages/sound.en.html"
[ "$failures" -eq 0 ] || cat "$work/sound.out" >&2
look faults 1 "$work/pages"/{forbidden,allowed,structure,layout}.en.html
while read -r name kind; do
    grep -qF "  $name.en.html: $kind" "$work/faults.out" || fail "the checker does not see \"$kind\" in the page $name"
done <<'TXT'
forbidden network: https://example.org/pixel.png
forbidden network: file:
forbidden loads: <img src="https://example.org/pixel.png"
forbidden loads: <link rel="preconnect"
forbidden console: policy violated: img-src
forbidden console: policy violated: script-src-elem inline
forbidden console: policy violated: style-src-attr inline
forbidden handler: <p onclick
allowed policy: no policy
allowed dialog: a dialog
allowed console: ran
allowed error: ReferenceError
allowed network: https://example.org/fetched
allowed script-only: only with script
allowed script-hides: 1
structure lang: <html lang="es">
structure size: 
structure heading: h3 after h1
structure axe image-alt: 
structure id: #again is there 2 times
structure target: nothing has the id "nowhere"
structure target: no such file
structure link: <a href="javascript:
structure svg-title: 
structure caption: 
structure table-head: 
layout axe color-contrast: 
layout overflow: 
layout clipped: 
layout clipped: sticks out of its drawing
layout overlap: 
layout sheets: 1
TXT

# --- the report ---
make_office day --seed 3
scan day "$work/day.pcap"
run report 0 "$AMARRA" report "$work/day.db" -o "$work/report" --lang es,en,pt,fr,de --format html --title 'A cooperative <b>with</b> a title' --home UY
[ "$failures" -eq 0 ] || finish # nothing to look at
# German, with the longest words, in every way.
look pages 0 ${BROWSER_SHOTS:+--shots "$BROWSER_SHOTS"} "$work/report/report.de.html" "$work/report"/report.{es,en,pt,fr}.html
cat "$work/pages.out"
finish
