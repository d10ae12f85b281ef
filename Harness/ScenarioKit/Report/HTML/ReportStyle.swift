/// How the page looks, light and dark, on a phone and on a desk.
enum ReportStyle {
    static let text = """
        :root{color-scheme:light dark;--page:#fff;--ink:#1c1f24;--quiet:#626b76;--line:#d9dee5;
        --soft:#f4f6f8;--good:#1a7f4b;--bad:#c5221f;--badsoft:#fdecea;--link:#0b57d0;
        --k0:#7db8e8;--k1:#f4b740;--k2:#63c7a2;--k3:#d79bd8;--k4:#a9a4ef;--k5:#d6d05c;--k6:#74c9cf;
        --k7:#d3a98a;--kx:#b6bcc4;--fault:#b3261e22;--gate:#7a5cff26}
        @media(prefers-color-scheme:dark){:root{--page:#15181c;--ink:#e6e9ed;--quiet:#9aa4b0;
        --line:#333a43;--soft:#1d2126;--good:#5fd39a;--bad:#ff8a80;--badsoft:#3a1f1f;
        --link:#8ab4f8;--fault:#ff8a8030;--gate:#a08cff38}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:1500px;padding:12px 16px 60px;background:var(--page);
        color:var(--ink);font:15px/1.45 system-ui,sans-serif}
        a{color:var(--link)}
        h1{font-size:22px;margin:8px 0}h2{font-size:17px;margin:0 0 4px;font-weight:400}
        h3{font-size:15px;margin:18px 0 6px}
        code,pre,.id{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px}
        pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
        .quiet,.facts,small,.legend,figcaption,.readout{color:var(--quiet)}
        .facts{margin:2px 0 8px;font-size:13px;overflow-wrap:anywhere}
        .badge{border-radius:10px;padding:1px 9px;font-size:13px;font-weight:600;color:#fff;
        white-space:nowrap}
        h1 .badge{white-space:normal}
        .badge.good{background:#1a7f4b}.badge.bad{background:#c5221f}
        .button,button{display:inline-block;border:1px solid var(--line);border-radius:6px;
        padding:2px 9px;background:var(--soft);color:var(--ink);font:inherit;font-size:13px;
        text-decoration:none;cursor:pointer}
        .jump.button{border-color:var(--bad);color:var(--bad);font-weight:600;white-space:nowrap}
        .filters{display:flex;flex-wrap:wrap;gap:8px 14px;align-items:center;margin:10px 0;
        font-size:14px}
        .filters[hidden],[hidden]{display:none}
        input[type=search],select{font:inherit;padding:4px 8px;border:1px solid var(--line);
        border-radius:6px;background:var(--page);color:var(--ink);max-width:100%}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:13px}
        th{text-align:left;color:var(--quiet);font-weight:500}
        th,td{padding:3px 10px 3px 0;border-bottom:1px solid var(--line);vertical-align:top}
        .matrix td:first-child{min-width:190px}
        .matrix small{display:block}
        .took{min-width:70px;font-variant-numeric:tabular-nums}
        .bar{display:block}.bar rect{fill:var(--quiet)}
        .cell{display:inline-block;border-radius:4px;padding:0 7px;margin:1px 0;color:#fff;
        text-decoration:none;font-size:12px}
        .cell.good{background:#1a7f4b}.cell.bad{background:#c5221f}.cell.skip{background:#6b7480}
        .case{margin:14px 0;border:1px solid var(--line);border-radius:8px;padding:10px 14px}
        .case.good{padding:5px 14px;margin:5px 0}
        .case.bad{border-left:5px solid var(--bad)}
        summary{cursor:pointer;overflow-wrap:anywhere}
        .title{color:var(--quiet)}
        .headline{font-size:17px;background:var(--badsoft);border-radius:8px;padding:10px 14px}
        .run{display:flex;flex-wrap:wrap;gap:4px 22px;margin:6px 0;font-size:13px}
        .run div{display:flex;gap:6px;min-width:0}.run dd{overflow-wrap:anywhere}
        .key{display:inline-block;margin-right:12px;white-space:nowrap}.key svg{vertical-align:-1px}
        .place{margin:4px 0}.legend{margin:4px 0}
        .tip{position:fixed;z-index:2;max-width:min(420px,90vw);padding:5px 9px;border-radius:6px;
        background:var(--ink);color:var(--page);font-size:13px;pointer-events:none}
        .why{max-width:75ch}
        .wrong{color:var(--bad)}
        .spot{margin:6px 0 12px}.spot p{margin:0}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 12px;margin:4px 0}
        dt{color:var(--quiet)}dd{margin:0;min-width:0}
        figure{margin:8px 0}
        .yaml{background:var(--soft);border-radius:6px;padding:8px;overflow-x:auto;white-space:pre;
        overflow-wrap:normal}
        .yaml i{font-style:normal;color:var(--quiet);display:inline-block;width:3.2em;
        text-align:right;margin-right:8px}
        .yaml .line{font-weight:600}
        .chip{display:inline-block;border-radius:9px;padding:0 8px;color:#14171a;font-size:13px;
        white-space:nowrap;background:var(--kx)}
        .chip.k0{background:var(--k0)}.chip.k1{background:var(--k1)}.chip.k2{background:var(--k2)}
        .chip.k3{background:var(--k3)}.chip.k4{background:var(--k4)}.chip.k5{background:var(--k5)}
        .chip.k6{background:var(--k6)}.chip.k7{background:var(--k7)}
        .graphs{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));
        gap:0 20px}
        .node{stroke:#0006}.node.ghost{fill:var(--page);stroke:var(--quiet);stroke-dasharray:3 3}
        .node.lost{stroke:var(--bad);stroke-width:2}.name.ghost.lost{fill:var(--bad)}
        .edge{fill:none;stroke:var(--quiet);stroke-width:1.6}.edge.ghost{stroke-dasharray:3 4}
        .name{text-anchor:middle;font-size:13px;font-weight:600;fill:#14171a}
        .name.small{font-size:11px}.name.ghost{fill:var(--quiet);font-weight:400}
        .ref{font-size:12px;fill:var(--ink);paint-order:stroke;stroke:var(--page);stroke-width:4px}
        .ref.moved{font-weight:700}
        .chart{display:grid;grid-template-columns:max-content 1fr;border:1px solid var(--line);
        border-radius:6px;overflow:hidden}
        .labels{border-right:1px solid var(--line);background:var(--soft);max-width:30vw}
        .track-label{height:22px;line-height:22px;font-size:12px;padding:0 8px;overflow:hidden;
        text-overflow:ellipsis;white-space:nowrap}
        .track-label.axis{height:20px;line-height:20px;color:var(--quiet)}
        .track-label.bad{color:var(--bad);font-weight:600}
        .track-label.reader{height:15px;line-height:15px;font-size:11px;color:var(--quiet)}
        .track-label.reader.bad{color:var(--bad);font-weight:600}
        .scroll{overflow-x:auto;overflow-y:hidden;cursor:grab;touch-action:pan-x pan-y}
        .scroll.grabbed{cursor:grabbing}
        svg.time{display:block;min-width:100%}
        .time text{font-size:12px;fill:#14171a;pointer-events:none}
        .time .tick{fill:var(--quiet);font-size:11px}
        .grid{stroke:var(--line);stroke-width:1}.divide{stroke:var(--line);stroke-width:1}
        .span,.node{fill:var(--kx)}
        .k0{fill:var(--k0)}.k1{fill:var(--k1)}.k2{fill:var(--k2)}.k3{fill:var(--k3)}
        .k4{fill:var(--k4)}.k5{fill:var(--k5)}.k6{fill:var(--k6)}.k7{fill:var(--k7)}
        .kx{fill:var(--kx)}
        .span.step{fill:#c9d1da}.span.bad,.span.failed{fill:#f2807a}.span.good{fill:#8fd3ad}
        .span.refused{fill:#f5b971}.span.info{fill:#b9a7e6}.span.up{fill:#a8dcc0}
        .span.busy{fill:#dfe3e8}.span.fault{fill:#ef9a94}.span.gate{fill:#b7a8f3}
        .span.held{fill:#8f7bea}.span.alarm{fill:#f2807a}
        .band.fault{fill:var(--fault)}.band.gate{fill:var(--gate)}
        .dots{fill:none;stroke:var(--kx);stroke-width:7;stroke-linecap:round;
        vector-effect:non-scaling-stroke}
        .dots.k0{stroke:var(--k0)}.dots.k1{stroke:var(--k1)}.dots.k2{stroke:var(--k2)}
        .dots.k3{stroke:var(--k3)}.dots.k4{stroke:var(--k4)}.dots.k5{stroke:var(--k5)}
        .dots.k6{stroke:var(--k6)}.dots.k7{stroke:var(--k7)}
        .dots.none{stroke:var(--ink);stroke-width:3}
        .violation{fill:none;stroke:var(--bad);stroke-width:2.2;pointer-events:all}
        .violation.chosen{fill:var(--bad)}
        .violation-line{stroke:var(--bad);stroke-width:1.5;opacity:.28}
        .tools{display:flex;gap:6px;margin:4px 0;flex-wrap:wrap}
        .readout{min-height:1.4em;margin:4px 0 0;font-size:13px}
        .reads td:nth-child(-n+3){white-space:nowrap}.reads code{font-size:12px}
        .reads td:last-child{min-width:220px}
        tr.bad td{background:var(--badsoft)}
        tr.chosen td{box-shadow:inset 0 2px var(--bad),inset 0 -2px var(--bad)}
        div.chosen{box-shadow:-4px 0 var(--bad);padding-left:8px}
        .events td{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12px;
        overflow-wrap:anywhere}
        .events td:nth-child(-n+2){white-space:nowrap}
        tr.alarm td{color:var(--bad)}tr.quiet td{color:var(--quiet)}
        .command{margin:6px 0;overflow-wrap:anywhere}.command span{color:var(--quiet)}
        @media(max-width:600px){body{padding:8px 8px 40px;font-size:14px}
        .case{padding:8px}.headline{font-size:15px;padding:8px 10px}.labels{max-width:24vw}
        .track-label{padding:0 4px;font-size:11px}
        .reads th:first-child,.reads td:first-child:not([colspan]){display:none}
        .matrix th:nth-child(3),.matrix td:nth-child(3){display:none}}

        """
}
