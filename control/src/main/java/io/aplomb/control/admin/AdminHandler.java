package io.aplomb.control.admin;

/** Carries out command lines. */
@FunctionalInterface
public interface AdminHandler {
    /**
     * Carries one out, on a thread of its own. It is interrupted when the caller is gone.
     *
     * @return the exit code
     * @throws InterruptedException when the caller is gone
     */
    int carryOut(Caller caller) throws InterruptedException;
}
