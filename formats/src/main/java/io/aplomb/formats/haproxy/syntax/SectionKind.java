package io.aplomb.formats.haproxy.syntax;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The sections of HAProxy 2.6 to 3.2. The first word of a line that is one of them opens it. */
public enum SectionKind {
    GLOBAL(Naming.NONE),
    DEFAULTS(Naming.OPTIONAL),
    FRONTEND(Naming.REQUIRED),
    BACKEND(Naming.REQUIRED),
    LISTEN(Naming.REQUIRED),
    PEERS(Naming.REQUIRED),
    MAILERS(Naming.REQUIRED),
    RESOLVERS(Naming.REQUIRED),
    USERLIST(Naming.REQUIRED),
    CACHE(Naming.REQUIRED),
    PROGRAM(Naming.REQUIRED),
    RING(Naming.REQUIRED),
    HTTP_ERRORS(Naming.REQUIRED),
    FCGI_APP(Naming.REQUIRED),
    LOG_FORWARD(Naming.REQUIRED),
    LOG_PROFILE(Naming.REQUIRED),
    CRT_STORE(Naming.OPTIONAL),
    TRACES(Naming.NONE),
    ACME(Naming.REQUIRED);

    /** Whether the section's line takes a name. */
    enum Naming {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    private final Naming naming;
    private final String keyword;

    SectionKind(Naming naming) {
        this.naming = naming;
        this.keyword = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The word that opens the section, such as {@code fcgi-app}. */
    public String keyword() {
        return keyword;
    }

    Naming naming() {
        return naming;
    }

    /** Whether the section is a proxy: it has inherited settings and takes part in traffic. */
    public boolean isProxy() {
        return this == FRONTEND || this == BACKEND || this == LISTEN;
    }

    /** Whether the section may name the defaults section it inherits from (since 2.4). */
    public boolean inherits() {
        return isProxy() || this == DEFAULTS;
    }

    /** Whether traffic enters through the section. */
    public boolean hasFrontend() {
        return this == FRONTEND || this == LISTEN;
    }

    /** Whether the section has servers. */
    public boolean hasBackend() {
        return this == BACKEND || this == LISTEN;
    }

    public static Optional<SectionKind> of(String keyword) {
        return Arrays.stream(values()).filter(kind -> kind.keyword.equals(keyword)).findFirst();
    }
}
