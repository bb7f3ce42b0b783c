package io.aplomb.linux.netlink;

/** A change of the running processes that the kernel reports; threads are left out. */
public sealed interface ProcessEvent {

    /** A process is new, or has become another program, or has another name. */
    record Changed(int pid) implements ProcessEvent {}

    /** A process has ended. */
    record Ended(int pid) implements ProcessEvent {}

    /** Reports were lost: whoever keeps a picture has to look again. */
    record Lost() implements ProcessEvent {}
}
