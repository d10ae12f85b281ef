/// The style sheet of the operator's page.
enum PageStyle {
    static let text = """
        :root {
          color-scheme: light dark;
          --page: #fbfbf9; --ink: #1d1f21; --quiet: #63676c; --rule: #e3e3de; --tint: #f2f2ee;
          --good: #187a48; --moving: #946200; --needed: #b92f25; --down: #5d646e; --focus: #2563c9;
          --verdict: var(--down);
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #15171a; --ink: #e7e7e4; --quiet: #9ca1a8; --rule: #2c3036; --tint: #1e2125;
            --good: #4fc78a; --moving: #e0b04a; --needed: #ff8a7d; --down: #9aa3ae;
            --focus: #8ab4ff;
          }
        }
        [data-verdict=good] { --verdict: var(--good); }
        [data-verdict=moving] { --verdict: var(--moving); }
        [data-verdict=needed] { --verdict: var(--needed); }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0 auto; max-width: 58rem; padding: 1.5rem 1.5rem 3rem;
          background: var(--page); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
          font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
        }
        header { display: flex; justify-content: space-between; gap: 1rem; color: var(--quiet); }
        header p, h1, h2, dl, ol, ul { margin: 0; }
        .name { color: var(--ink); font-weight: 600; }
        .branch { color: var(--quiet); font-weight: 400; margin-inline-start: .35rem; }
        .line { font-size: .875rem; }
        .line[data-state]::before {
          content: ""; display: inline-block; width: .5rem; height: .5rem; border-radius: 50%;
          margin-inline-end: .4rem; background: var(--good); vertical-align: .06em;
        }
        .line[data-state=asking]::before { background: var(--down); }
        .line[data-state=lost] { color: var(--needed); }
        .line[data-state=lost]::before { background: var(--needed); }

        .verdict { margin-top: 3rem; }
        h1 {
          display: flex; align-items: center; gap: .9rem;
          font-size: 2.5rem; line-height: 1.15; font-weight: 650; letter-spacing: -.022em;
        }
        .dot {
          flex: none; width: 1.15rem; height: 1.15rem; border-radius: 50%;
          background: var(--verdict);
        }
        .verdict p {
          margin: .6rem 0 0; color: var(--quiet); font-size: 1.0625rem; max-width: 44rem;
        }
        [data-verdict=needed] h1, [data-verdict=down] h1 { color: var(--verdict); }

        .needs { list-style: none; margin-top: 1.5rem; padding: 0; }
        .needs > li {
          border-inline-start: 3px solid var(--verdict); padding: .1rem 0 .1rem 1.1rem;
          margin-top: 1.5rem;
        }
        .needs p { margin: 0; max-width: 44rem; }
        .what { font-weight: 600; }
        .next { margin-top: .25rem !important; }
        .nodes { list-style: none; margin: 0; padding: 0; }
        .places { padding: 0; margin: .5rem 0; list-style: none; font-size: .9375rem; }
        .places li { padding: .15rem 0; }
        .places code { margin-inline-end: .5rem; }

        .actions {
          display: none; flex-wrap: wrap; align-items: center; gap: .6rem; margin-top: 1.75rem;
        }
        .live .actions { display: flex; }
        button[data-action] { display: none; }
        .live button[data-action] { display: inline-block; }
        .needs button { margin-top: .7rem; }
        button {
          font: inherit; font-size: .9375rem; line-height: 1.3; color: var(--ink);
          background: var(--tint); border: 1px solid var(--rule); border-radius: .5rem;
          padding: .5rem .95rem; min-height: 2.5rem; cursor: pointer;
        }
        button:hover { border-color: var(--quiet); }
        button.plain { background: none; border-color: transparent; color: var(--quiet); }
        button.plain:hover { color: var(--ink); text-decoration: underline; }
        button[aria-busy=true] { opacity: .55; cursor: progress; }
        td.act button {
          min-height: 2rem; padding: .2rem .65rem; font-size: .875rem; white-space: nowrap;
        }
        .said { margin: 0; flex-basis: 100%; min-height: 1.5em; color: var(--quiet); }
        .said[data-bad] { color: var(--needed); }
        :focus-visible {
          outline: 2px solid var(--focus); outline-offset: 2px; border-radius: .25rem;
        }

        main > section:empty { display: none; }
        main > section + section { margin-top: 2.5rem; }
        main > #verdict + section, main > #needs + section { margin-top: 1.5rem; }
        h2 { font-size: 1rem; font-weight: 600; margin-bottom: .5rem; }
        .facts > div {
          display: grid; grid-template-columns: 8.5rem 1fr; gap: 1rem;
          padding: .6rem 0; border-top: 1px solid var(--rule);
        }
        .facts > div:last-child { border-bottom: 1px solid var(--rule); }
        dt, .quiet, th[scope=col] { color: var(--quiet); }
        dd { margin: 0; }
        dd .quiet { display: inline-block; }
        code, pre {

          font: .9375em/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace;
        }
        .error { display: block; margin-top: .15rem; color: var(--quiet); font-size: .9375rem; }
        .bad { color: var(--needed); font-weight: 600; }

        table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
        th, td {
          text-align: start; vertical-align: baseline; padding: .5rem 1rem .5rem 0;
          font-weight: 400;
        }
        th:last-child, td:last-child { padding-inline-end: 0; }
        thead th { font-size: .8125rem; padding-block: .25rem; }
        tbody tr { border-top: 1px solid var(--rule); }
        tbody tr:last-child { border-bottom: 1px solid var(--rule); }
        .number { text-align: end; white-space: nowrap; }
        .when { color: var(--quiet); }
        .when, .runs td:nth-child(2) { white-space: nowrap; }
        .stages { display: block; margin-top: .1rem; color: var(--quiet); font-size: .8125rem; }
        .end { width: 65%; }
        .jobs .end { width: 45%; }
        a { color: inherit; text-decoration-color: var(--rule); text-underline-offset: .2em; }
        a:hover { text-decoration-color: currentcolor; }
        summary { cursor: pointer; color: var(--quiet); font-size: .875rem; }
        pre {
          margin: .4rem 0; padding: .7rem .9rem; background: var(--tint); border-radius: .5rem;
          font-size: .8125rem; white-space: pre-wrap; max-height: 20rem; overflow: auto;
        }
        .unseen {
          position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
        }
        footer {
          display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: 3rem;
          color: var(--quiet); font-size: .875rem;
        }

        dialog {
          width: min(27rem, calc(100vw - 2rem)); padding: 1.5rem; border-radius: .9rem;
          border: 1px solid var(--rule); background: var(--page); color: var(--ink);
        }
        dialog::backdrop { background: rgb(0 0 0 / .45); }
        dialog h2 { font-size: 1.125rem; }
        dialog p { margin: .25rem 0 1rem; color: var(--quiet); font-size: .9375rem; }
        dialog label { display: block; font-size: .875rem; margin-bottom: .25rem; }
        dialog input {
          width: 100%; font: inherit; color: inherit; background: var(--tint);
          border: 1px solid var(--quiet); border-radius: .5rem; padding: .5rem .7rem;
        }
        dialog .warning { color: var(--needed); }
        dialog .warning:empty { display: none; }
        dialog #wrong { margin: .5rem 0 0; }
        dialog .buttons { display: flex; gap: .6rem; margin: 1.25rem 0 0; }
        dialog button[type=submit] {
          background: var(--ink); color: var(--page); border-color: var(--ink);
        }

        @media (max-width: 44rem) {
          body { padding: 1.1rem 1.1rem 2.5rem; }
          .verdict { margin-top: 2rem; }
          h1 { font-size: 2rem; gap: .7rem; }
          .facts > div { grid-template-columns: 1fr; gap: 0; }
          .facts dt { font-size: .8125rem; }
          .runs thead, .jobs thead { display: none; }
          .runs tr, .jobs tr {
            display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .6rem 0;
          }
          .runs td, .jobs td { padding: 0; width: auto; }
          .runs .end, .jobs .end, .jobs .act { grid-column: 1 / -1; }
          .runs .when, .jobs .when { order: 1; }
          .runs .number, .jobs .number { order: 1; }
          .runs td:nth-child(2), .jobs td:nth-child(2) { grid-column: 1 / -1; font-weight: 600; }
          .runs .end, .jobs .end { order: 2; width: auto; }
          .jobs .act { order: 3; }
          .jobs .act button { margin-top: .4rem; min-height: 2.5rem; }
        }
        @media (prefers-reduced-motion: no-preference) {
          [data-verdict=moving] .dot { animation: breathe 2.4s ease-in-out infinite; }
          @keyframes breathe { 50% { opacity: .35; } }
        }
        @media print { .actions, .line, footer { display: none !important; } }

        """
}
