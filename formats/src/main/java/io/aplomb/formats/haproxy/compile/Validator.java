package io.aplomb.formats.haproxy.compile;

import java.util.List;

/** Checks what can only be known when all sections are read. */
final class Validator {

    private final Load load;
    private final List<ProxyDraft> proxies;

    Validator(Load load, List<ProxyDraft> proxies) {
        this.load = load;
        this.proxies = proxies;
    }

    void check() {
        Findings findings = new Findings(load.diagnostics());
        new NameCheck(load, proxies, findings).check();
        new BindCheck(proxies, findings).check();
        for (ProxyDraft proxy : proxies) {
            if (proxy.disabled) {
                continue;
            }
            new ProxyCheck(proxy, findings).check();
            if (proxy.hasBackend()) {
                new ServerCheckup(load, proxies, proxy, findings).check();
            }
        }
    }
}
