package io.aplomb.proxy.rules;

/** What a {@code tcp-request} or {@code tcp-response} rule set says. */
public enum TcpVerdict {
    /** Go on. */
    ACCEPT,
    /** Go on, after reading a PROXY protocol header. */
    EXPECT_PROXY,
    /** Close; a connection rule resets. */
    REJECT,
    /** Forget the connection without telling the peer. */
    SILENT_DROP,
    /** {@code tcp-response content close}: close the server's side. */
    CLOSE,
    /** A condition needs bytes that may still come: run again then, or with the input final. */
    MORE_INPUT,
    /** A condition could not be evaluated. */
    FAILED
}
