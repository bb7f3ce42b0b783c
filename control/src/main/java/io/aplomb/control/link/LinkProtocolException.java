package io.aplomb.control.link;

import java.io.IOException;

/** What came on a link is not our protocol. */
final class LinkProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    LinkProtocolException(String message) {
        super(message);
    }
}
