//! The look of the page, on a screen and on A4.

/// The style sheet.
pub(super) const STYLE: &str = r#"
:root{--ink:#1c2733;--soft:#5b6675;--line:#dde2e8;--ground:#fff;--pale:#f6f7f9;--accent:#1f3a5f;
--exit:#b4532a;--entry:#2f7d4f;--adjust:#b58a12;--check:#3b6ea5}
*{box-sizing:border-box}
body{font:14px/1.6 "Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei","PingFang SC",system-ui,sans-serif;
color:var(--ink);background:#eceff3;margin:0;font-variant-numeric:tabular-nums}
:lang(en) body{font-family:"Noto Sans","Segoe UI","Helvetica Neue",Arial,"Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:1080px;margin:24px auto;background:var(--ground);padding:36px 44px;
box-shadow:0 1px 6px rgba(20,40,60,.12)}
h1{font-size:26px;margin:0;color:var(--accent);letter-spacing:.02em}
h2{font-size:17px;margin:32px 0 10px;color:var(--accent);border-bottom:2px solid var(--accent);padding-bottom:4px}
h3{font-size:14.5px;margin:0 0 6px}
p{margin:4px 0}.soft{color:var(--soft)}small{color:var(--soft)}
.notice{border-left:4px solid var(--accent);background:var(--pale);padding:8px 14px;margin:14px 0;font-weight:600}
.cards{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin:16px 0}
.card{border:1px solid var(--line);border-top:4px solid var(--c);padding:10px 14px;background:var(--ground)}
.card b{display:block;font-size:28px;line-height:1.2;color:var(--c)}
.card span{font-weight:600}.card small{display:block;line-height:1.45}
.exit{--c:var(--exit)}.entry{--c:var(--entry)}.adjust{--c:var(--adjust)}.check{--c:var(--check)}
.two{display:grid;grid-template-columns:1fr 1fr;gap:10px 28px}
.two>div{min-width:0}.two h3{color:var(--c);border-bottom:1px solid var(--line);padding-bottom:3px}
svg.bars{width:100%;max-width:560px;font-size:12px;fill:var(--ink)}svg .n{font-weight:600}
table{border-collapse:collapse;width:100%;font-size:12.5px}
th{text-align:left;background:var(--pale);font-weight:600;border-bottom:1.5px solid var(--line)}
th,td{padding:4px 8px;vertical-align:top}td{border-bottom:1px solid var(--line)}
td.who,th.who{white-space:nowrap}td.n,th.n{text-align:right;white-space:nowrap}
.towns{display:grid;grid-template-columns:1.15fr 1fr;gap:24px;align-items:start}
.towns td:first-child{white-space:nowrap}
.finding{border:1px solid var(--line);border-left:4px solid var(--c);padding:12px 16px;margin:12px 0;break-inside:avoid}
.finding header{display:flex;gap:10px;align-items:baseline;flex-wrap:wrap}
.finding header h3{margin:0}
.tag{display:inline-block;border:1px solid var(--c);color:var(--c);border-radius:3px;padding:0 7px;font-size:12px;font-weight:600}
.finding .id{margin-left:auto;color:var(--soft);font-size:12px}
.finding dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 12px;margin:8px 0 0;font-size:13px}
.finding dt{color:var(--soft)}.finding dd{margin:0}
.finding table{margin-top:8px}
mark{background:#ffe08a;color:inherit;padding:0 1px;border-radius:2px}
.water{margin-top:8px;max-width:640px}.water svg{width:100%;font-size:12px}
footer{color:var(--soft);font-size:12px;margin-top:32px;border-top:1px solid var(--line);padding-top:8px}
@media screen and (prefers-color-scheme:dark){:root{--ink:#dfe6ee;--soft:#9aa7b6;--line:#36414e;--ground:#1b222b;
--pale:#232c37;--accent:#8fb4e0;--exit:#e08a63;--entry:#6fbf8d;--adjust:#dcb84c;--check:#7fb0e3}
body{background:#12171e}main{box-shadow:none}mark{background:#7a5c00;color:#fff}svg text{fill:var(--ink)}}
@media screen and (max-width:760px){main{padding:20px 16px;margin:0}.cards{grid-template-columns:1fr 1fr}
.two,.towns{grid-template-columns:1fr}table{display:block;overflow-x:auto}
.towns>div{display:none}.finding{padding:10px 12px}.finding th{display:none}
.finding table,.finding tbody,.finding tr,.finding td{display:block}.finding td{border:0;padding:1px 0}
.finding tr{border-bottom:1px solid var(--line);padding:5px 0}.finding td:first-child{color:var(--soft)}
.water{overflow-x:auto}.water svg{min-width:560px}}
@media print{@page{size:A4;margin:13mm 12mm}
body{background:#fff;font-size:10pt}main{max-width:none;margin:0;padding:0;box-shadow:none}
h1{font-size:18pt}h2{font-size:12pt;break-after:avoid;margin-top:12pt}h3{break-after:avoid}
.notice{margin:8px 0;padding:5px 12px}
.card,.finding,tr,.two>div,svg{break-inside:avoid}.cards{gap:8px;margin:8px 0}.card{padding:5px 10px}
.card b{font-size:18pt}.card small{font-size:8pt}
table{font-size:8.5pt}.two{gap:4px 18px}svg.bars{max-height:150mm}.two h3{font-size:10.5pt;margin:0 0 3px}
h2.new{break-before:page;margin-top:0}
.towns{grid-template-columns:1fr;gap:8px}.towns svg.bars{max-height:95mm}
.water svg{max-width:125mm}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
a{color:inherit;text-decoration:none}}
"#;
