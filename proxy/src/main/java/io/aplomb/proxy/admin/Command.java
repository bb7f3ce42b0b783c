package io.aplomb.proxy.admin;

import java.util.Arrays;
import java.util.List;

/** The commands there are: their words, and the line {@code help} says about each. */
enum Command {
    CLEAR_COUNTERS(
            "clear counters",
            "clear counters [all]",
            "clear max statistics counters (or all counters)"),
    CLEAR_TABLE(
            "clear table",
            "clear table <table> [<filter>]*",
            "remove an entry from a table (filter: data/key)"),
    DISABLE_AGENT("disable agent", "disable agent", "disable agent checks"),
    DISABLE_FRONTEND(
            "disable frontend",
            "disable frontend <frontend>",
            "temporarily disable specific frontend"),
    DISABLE_HEALTH("disable health", "disable health", "disable health checks"),
    DISABLE_SERVER(
            "disable server",
            "disable server (DEPRECATED)",
            "disable a server for maintenance (use 'set server' instead)"),
    ENABLE_AGENT("enable agent", "enable agent", "enable agent checks"),
    ENABLE_FRONTEND("enable frontend", "enable frontend <frontend>", "re-enable specific frontend"),
    ENABLE_HEALTH("enable health", "enable health", "enable health checks"),
    ENABLE_SERVER(
            "enable server",
            "enable server  (DEPRECATED)",
            "enable a disabled server (use 'set server' instead)"),
    GET_WEIGHT("get weight", "get weight <bk>/<srv>", "report a server's current weight"),
    OPERATOR("operator", "operator", "lower the level of the current CLI session to operator"),
    SET_MAXCONN_FRONTEND(
            "set maxconn frontend",
            "set maxconn frontend <frontend> <value>",
            "change a frontend's maxconn setting"),
    SET_MAXCONN_GLOBAL(
            "set maxconn global",
            "set maxconn global <value>",
            "change the per-process maxconn setting"),
    SET_MAXCONN_SERVER(
            "set maxconn server",
            "set maxconn server <bk>/<srv>",
            "change a server's maxconn setting"),
    SET_RATE_LIMIT(
            "set rate-limit", "set rate-limit <setting> <value>", "change a rate limiting value"),
    SET_SERVER(
            "set server",
            "set server <bk>/<srv> [opts]",
            "change a server's state, weight, address or ssl"),
    SET_TABLE(
            "set table",
            "set table <table> key <k> [data.* <v>]*",
            "update or create a table entry's data"),
    SET_TIMEOUT("set timeout", "set timeout [cli] <delay>", "change a timeout setting"),
    SET_WEIGHT(
            "set weight",
            "set weight <bk>/<srv>  (DEPRECATED)",
            "change a server's weight (use 'set server' instead)"),
    SHOW_BACKEND("show backend", "show backend", "list backends in the current running config"),
    SHOW_CLI_LEVEL(
            "show cli level", "show cli level", "display the level of the current CLI session"),
    SHOW_ENV("show env", "show env [var]", "dump environment variables known to the process"),
    SHOW_ERRORS(
            "show errors",
            "show errors [<px>] [request|response]",
            "report last request and/or response errors for each proxy"),
    SHOW_HEALTH(
            "show health",
            "show health",
            "report whether event loops answer and listeners are bound"),
    SHOW_INFO(
            "show info",
            "show info [desc|json|typed|float]*",
            "report information about the running process"),
    SHOW_SCHEMA("show schema json", "show schema json", "report schema used for stats"),
    SHOW_SERVERS_CONN(
            "show servers conn",
            "show servers conn [<backend>]",
            "dump server connections status (all or for a single backend)"),
    SHOW_SERVERS_STATE(
            "show servers state",
            "show servers state [<backend>]",
            "dump volatile server information (all or for a single backend)"),
    SHOW_SESS(
            "show sess",
            "show sess [id]",
            "report the list of current sessions or dump this exact session"),
    SHOW_STAT(
            "show stat",
            "show stat [desc|json|no-maint|typed|up]*",
            "report counters for each proxy and server"),
    SHOW_TABLE(
            "show table",
            "show table <table> [<filter>]*",
            "report table usage stats or dump this table's contents (filter: data/key)"),
    SHOW_VERSION("show version", "show version", "show version of the current process"),
    SHUTDOWN_FRONTEND(
            "shutdown frontend", "shutdown frontend <frontend>", "stop a specific frontend"),
    SHUTDOWN_SESSION("shutdown session", "shutdown session [id]", "kill a specific session"),
    SHUTDOWN_SESSIONS(
            "shutdown sessions server",
            "shutdown sessions server <bk>/<srv>",
            "kill sessions on a server"),
    USER("user", "user", "lower the level of the current CLI session to user"),
    HELP("help", "help [<command>]", "list matching or all commands"),
    PROMPT("prompt", "prompt", "toggle interactive mode with prompt"),
    QUIT("quit", "quit", "disconnect");

    private static final int USAGE_WIDTH = 40;

    private final List<String> words;
    private final String usage;
    private final String description;

    Command(String words, String usage, String description) {
        this.words = Arrays.asList(words.split(" "));
        this.usage = usage;
        this.description = description;
    }

    List<String> words() {
        return words;
    }

    boolean isIn(List<String> line) {
        return line.size() >= words.size() && line.subList(0, words.size()).equals(words);
    }

    /** Whether the line begins as this command does. */
    boolean beginsAs(List<String> line) {
        return !line.isEmpty() && words.getFirst().equals(line.getFirst());
    }

    /** Whether {@code help} shows it whatever was asked. */
    boolean isAlwaysShown() {
        return compareTo(HELP) >= 0;
    }

    String helpLine() {
        String padding = " ".repeat(Math.max(0, USAGE_WIDTH - usage.length()));
        return "  " + usage + padding + ": " + description + "\n";
    }
}
