package io.aplomb.sample;

/** Types a sample may have: HAProxy manual section 7.3, with the names it uses inside. */
public enum SampleType {
    /** Decided by the sample itself, each time. */
    ANY("any"),
    BOOL("bool"),
    /** Signed 64-bit integer. */
    SINT("sint"),
    /** IPv4 or IPv6 address. */
    ADDR("addr"),
    IPV4("ipv4"),
    IPV6("ipv6"),
    STR("str"),
    BIN("bin"),
    /** An HTTP method. */
    METH("meth");

    private final String label;

    SampleType(String label) {
        this.label = label;
    }

    /** The word HAProxy prints for this type. */
    public String label() {
        return label;
    }

    /** Whether a value of this type may be turned into the other one at all (it may still fail). */
    public boolean castsTo(SampleType wanted) {
        return Casts.possible(this, wanted);
    }
}
