package io.aplomb.sample.acl;

/** A text is no pattern of its matching method; the message says why, in the user's words. */
public final class BadPatternException extends Exception {

    BadPatternException(String message) {
        super(message, null, false, false);
    }
}
