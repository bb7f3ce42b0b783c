package io.aplomb.formats.haproxy.compile;

/** The {@code timeout} words of a proxy section (manual 4.2 "timeout ..."). */
enum TimeoutKind {
    CLIENT("client"),
    CONNECT("connect"),
    SERVER("server"),
    HTTP_REQUEST("http-request"),
    HTTP_KEEP_ALIVE("http-keep-alive"),
    QUEUE("queue"),
    CHECK("check"),
    TUNNEL("tunnel"),
    CLIENT_FIN("client-fin"),
    SERVER_FIN("server-fin"),
    TARPIT("tarpit");

    private final String word;

    TimeoutKind(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
