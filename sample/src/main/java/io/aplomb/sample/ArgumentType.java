package io.aplomb.sample;

/** What an argument of a fetch or converter must be; the label stands in messages. */
public enum ArgumentType {
    INTEGER("integer"),
    TEXT("string"),
    IPV4("IPv4 address"),
    IPV6("IPv6 address"),
    MASK4("IPv4 mask"),
    MASK6("IPv6 mask"),
    TIME("delay"),
    SIZE("size"),
    FRONTEND("frontend"),
    BACKEND("backend"),
    TABLE("table"),
    SERVER("server"),
    USER_LIST("user list"),
    MAP("map"),
    REGEX("regex"),
    VARIABLE("variable");

    private final String label;

    ArgumentType(String label) {
        this.label = label;
    }

    /** The word for messages. */
    public String label() {
        return label;
    }

    /** Whether it names something declared elsewhere in the configuration. */
    public boolean isReference() {
        return switch (this) {
            case FRONTEND, BACKEND, TABLE, SERVER, USER_LIST -> true;
            case INTEGER, TEXT, IPV4, IPV6, MASK4, MASK6, TIME, SIZE, MAP, REGEX, VARIABLE -> false;
        };
    }
}
