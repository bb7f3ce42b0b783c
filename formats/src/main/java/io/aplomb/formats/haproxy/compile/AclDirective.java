package io.aplomb.formats.haproxy.compile;

/** {@code acl NAME CRITERION ...} (manual 7.1). */
final class AclDirective {

    private final Load load;

    AclDirective(Load load) {
        this.load = load;
    }

    void register(Registry<ProxyDraft> registry) {
        registry.on("acl", (line, proxy) -> load.expressions().declare(line, proxy));
    }
}
