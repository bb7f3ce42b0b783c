package io.aplomb.app.proxy;

/**
 * The options of HAProxy's command line (management.txt section 3), with what becomes of each here.
 *
 * <p>The one list: the parser, the usage text and the completion of the shell all read it.
 */
enum HaproxyOption {
    FILE(
            "-f",
            "FILE|DIR",
            "a configuration file, or a folder of *.cfg files read in lexical order; repeatable"),
    CHECK("-c", "", "check the configuration and end: 0 when it is valid, 1 when it is not"),
    VERSION("-v", "", "print the version and end"),
    VERSION_FULL("-vv", "", "print the version, the Java machine and the system, and end"),
    DEBUG("-d", "", "stay in the foreground and print what passes"),
    FOREGROUND("-db", "", "stay in the foreground"),
    DAEMON("-D", "", "go into the background once everything is open"),
    PID_FILE("-p", "FILE", "write the process id of the serving process to this file"),
    DIRECTORY("-C", "DIR", "where relative paths start"),
    QUIET("-q", "", "print no messages"),
    VERBOSE("-V", "", "print messages even if quiet mode is set elsewhere"),
    MAX_CONNECTIONS("-n", "N", "the most connections, in place of global maxconn"),
    DEFAULT_MAX_CONNECTIONS("-N", "N", "the most connections of a proxy that sets no maxconn"),
    MEMORY("-m", "MB", "the most memory to use, in megabytes"),
    PEER("-L", "NAME", "the name of this peer; the host's name if not given"),
    ZERO_WARNING("-dW", "", "refuse a configuration that has warnings"),
    MASTER("-W", "", "refused: there is one process, which reloads by itself on SIGUSR2 or SIGHUP"),
    MASTER_SYSTEMD("-Ws", "", "refused, as -W"),
    MASTER_SOCKET("-S", "BIND", "refused, as -W"),
    FINISH("-sf", "PID...", "no effect: the one process reloads by itself on SIGUSR2 or SIGHUP"),
    TERMINATE("-st", "PID...", "no effect, as -sf"),
    TRANSFER("-x", "SOCKET", "no effect, as -sf"),
    CONDITION("-cc", "CONDITION", "refused: conditions are not evaluated");

    private final String name;
    private final String parameter;
    private final String meaning;

    HaproxyOption(String name, String parameter, String meaning) {
        this.name = name;
        this.parameter = parameter;
        this.meaning = meaning;
    }

    /** As typed, {@code "-f"}. */
    String option() {
        return name;
    }

    /** The label of its argument; empty when it takes none. */
    String parameter() {
        return parameter;
    }

    String meaning() {
        return meaning;
    }
}
