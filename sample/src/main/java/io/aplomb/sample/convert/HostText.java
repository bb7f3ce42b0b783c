package io.aplomb.sample.convert;

/**
 * A Host field's value taken apart: RFC 9110 section 7.2.
 *
 * @param host without port, brackets of an IPv6 address kept
 * @param port 0 when there is none
 */
record HostText(String host, int port) {

    static HostText of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || colon < text.lastIndexOf(']')) {
            return new HostText(text, 0);
        }
        String digits = text.substring(colon + 1);
        boolean number = digits.matches("\\d{1,5}");
        return new HostText(text.substring(0, colon), number ? Integer.parseInt(digits) : 0);
    }
}
