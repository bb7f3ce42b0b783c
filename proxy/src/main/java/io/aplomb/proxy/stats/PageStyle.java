package io.aplomb.proxy.stats;

/** The style of the page: light and dark, states told by word and colour. */
final class PageStyle {

    static final String CSS =
            """
            :root{color-scheme:light dark;--ink:#111;--paper:#fff;--head:#cfe8ea;--soft:#eef0f2;
            --line:#8a8f94;--accent:#6020a0;--link:#0645ad;--name:#8d0033;--nameink:#fff;
            --up:#c0ffc0;--goingup:#ffd020;--goingdown:#ffffa0;--down:#ff9d9d;--nolb:#8fd0ff;
            --bup:#b0d0ff;--bgoingup:#ff9dff;--bgoingdown:#dcb3ff;--bnolb:#b3c7ee;--drain:#8fd0ff;
            --nocheck:#e0e0e0;--maint:#e0a060;--tip:#fffbd6}
            @media (prefers-color-scheme:dark){:root{--ink:#eceae6;--paper:#131516;--head:#123f44;
            --soft:#24282b;--line:#767c80;--accent:#c39bf0;--link:#8ab8ff;--name:#8d0033;
            --up:#165900;--goingup:#6b5500;--goingdown:#5a5a00;--down:#760000;--nolb:#00508c;
            --bup:#1e3350;--bgoingup:#6a006a;--bgoingdown:#500086;--bnolb:#1e3c6a;--drain:#00508c;
            --nocheck:#2a2d2f;--maint:#6f430e;--tip:#3a3a10}}
            body{font:12px/1.35 arial,helvetica,sans-serif;color:var(--ink);background:var(--paper);
            margin:12px}
            a{color:var(--link)}h1{font-size:20px;margin:0 0 4px}
            h2{font-size:17px;color:var(--accent);margin:0 0 8px}
            h3{font-size:14px;background:var(--soft);margin:0;padding:3px 6px}
            .info{display:flex;flex-wrap:wrap;gap:24px;margin:8px 0 14px}
            .info p{margin:0}.info ul{margin:4px 0 0;padding-left:18px}
            .legend td{padding:2px 8px;border:1px solid var(--line)}
            .wide{margin:0 0 18px}
            table{border-collapse:collapse}
            .tbl{min-width:100%}
            .tbl th,.tbl td{border:1px solid var(--line);padding:2px 4px;white-space:nowrap;
            font-size:11px;text-align:right}
            .tbl thead th{background:var(--head);text-align:center}
            .tbl tbody th{text-align:center;font-weight:normal}
            .tbl td.ac{text-align:center}
            caption{text-align:left;padding:0}
            caption b{display:inline-block;background:var(--name);color:var(--nameink);
            padding:3px 10px;font-size:12px}caption b a{color:inherit}
            .frontend,.backend{background:var(--soft)}.socket{background:var(--nocheck)}
            .active_up{background:var(--up)}.active_going_up{background:var(--goingup)}
            .active_going_down{background:var(--goingdown)}
            .active_down,.backup_down{background:var(--down)}
            .active_nolb{background:var(--nolb)}
            .active_draining,.backup_draining{background:var(--drain)}
            .active_no_check,.backup_no_check{background:var(--nocheck)}
            .backup_up{background:var(--bup)}.backup_going_up{background:var(--bgoingup)}
            .backup_going_down{background:var(--bgoingdown)}.backup_nolb{background:var(--bnolb)}
            .maintain{background:var(--maint)}
            .message{padding:6px 10px;margin:0 0 12px;border:1px solid var(--line)}
            .more{position:relative;border-bottom:1px dotted currentColor;cursor:help}
            .tip{display:none;position:absolute;right:0;top:100%;z-index:9;background:var(--tip);
            color:var(--ink);border:1px solid var(--line);padding:4px 6px;text-align:left;
            white-space:pre;font-size:11px;font-style:normal}
            th .tip{right:auto;left:0}
            .more:hover .tip,.more:focus .tip{display:block}
            .actions{margin:4px 0}
            """;

    private PageStyle() {}
}
