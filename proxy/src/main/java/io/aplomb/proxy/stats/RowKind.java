package io.aplomb.proxy.stats;

/** What a line of the statistics is about. */
public enum RowKind {
    FRONTEND("Frontend", 0),
    LISTENER("Listener", 3),
    SERVER("Server", 2),
    BACKEND("Backend", 1);

    private final String word;
    private final int number;

    RowKind(String word, int number) {
        this.word = word;
        this.number = number;
    }

    String word() {
        return word;
    }

    /** The letter of the typed output. */
    char letter() {
        return word.charAt(0);
    }

    /** The column {@code type}. */
    int number() {
        return number;
    }

    /** The bit of {@code show stat <iid> <type> <sid>}: 1 frontends, 2 backends, 4 servers. */
    int mask() {
        return 1 << number;
    }
}
