package io.aplomb.app.vrrp;

import io.aplomb.app.language.SpokenLanguage;
import io.aplomb.app.logging.Syslog;
import io.aplomb.base.net.IpAddress;
import io.aplomb.layer4.plan.Choice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * keepalived's command line (keepalived(8)): short options may stand together ({@code -nlD}), a
 * value may be glued to its option or follow it.
 *
 * @param file {@code -f}
 * @param foreground {@code -n}: do not go into the background
 * @param log where and how much is logged
 * @param dump {@code -d}: print the configuration as it was understood
 * @param pidFiles {@code -p} first, then {@code -r}, keepalived's for its process of VRRP: here
 *     they have one and the same
 * @param check {@code -t}, {@code -c} of old: read the configuration, say what is wrong, end
 * @param configId {@code -i}: which {@code @id} lines count
 * @param show {@code --show}: print how the running process stands, end
 * @param json {@code --json}: with {@code show}, as JSON
 * @param socket {@code --socket}: where the running process is asked
 * @param metrics {@code --metrics ADDRESS:PORT}: where Prometheus may ask
 * @param watchedProxy {@code --watch-proxy}: the runtime socket of this machine's proxy, without
 *     which it shall not hold addresses
 * @param signal {@code --signum}: print the number of the signal that does this, end
 * @param lvsFallback {@code --lvs-fallback}: who serves a virtual server that the kernel cannot
 *     balance; this program's own option
 * @param language {@code --lang}: of advice, {@code en} or {@code fr}; this program's own option
 */
record VrrpArguments(
        Path file,
        boolean foreground,
        LogOptions log,
        boolean dump,
        List<Path> pidFiles,
        boolean check,
        Optional<String> configId,
        Choice.Fallback lvsFallback,
        Optional<String> language,
        boolean show,
        boolean json,
        Optional<Path> socket,
        Optional<InetSocketAddress> metrics,
        Optional<Path> watchedProxy,
        Optional<String> signal,
        boolean help,
        boolean version) {

    static final Path DEFAULT_FILE = Path.of("/etc/keepalived/keepalived.conf");

    /** Options of keepalived that take a value and have no effect here. */
    private static final String VALUED_WITHOUT_EFFECT = "gF";

    private static final int MAX_PORT = 0xffff;

    /** unix(7), without the zero at the end. */
    private static final int MAX_SOCKET_PATH_BYTES = 107;

    private static final Path DEFAULT_SOCKET = Path.of("/run/aplomb-vrrp.sock");

    /** Where the running process is asked: beside its pid file when that is named. */
    Path socketPath() {
        return socket.orElseGet(
                () -> pidFiles.isEmpty() ? DEFAULT_SOCKET : beside(pidFiles.getFirst()));
    }

    /** {@code x.pid} has {@code x.sock}. */
    private static Path beside(Path pidFile) {
        String text = pidFile.toString();
        String stem = text.endsWith(".pid") ? text.substring(0, text.length() - 4) : text;
        return Path.of(stem + ".sock");
    }

    /** What is wrong with the words. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /** Reads the words after {@code aplomb vrrp}. */
    static VrrpArguments parse(List<String> words) throws UsageException {
        Draft draft = new Draft(new ArrayDeque<>(words));
        while (!draft.words.isEmpty()) {
            String word = draft.words.removeFirst();
            if (word.startsWith("--")) {
                draft.longOption(word.substring(2));
            } else if (word.startsWith("-") && word.length() > 1) {
                draft.shortOptions(word.substring(1));
            } else {
                throw new UsageException("not an option: " + word);
            }
        }
        return draft.arguments();
    }

    /** What was read so far. */
    private static final class Draft {
        private final Deque<String> words;
        private Path file = DEFAULT_FILE;
        private boolean foreground;
        private LogOptions log = LogOptions.USUAL;
        private boolean dump;
        private final List<Path> pidFiles = new ArrayList<>();
        private boolean check;
        private Optional<String> configId = Optional.empty();
        private Choice.Fallback lvsFallback = Choice.Fallback.REFUSE;
        private Optional<String> language = Optional.empty();
        private boolean show;
        private boolean json;
        private Optional<Path> socket = Optional.empty();
        private Optional<InetSocketAddress> metrics = Optional.empty();
        private Optional<Path> watchedProxy = Optional.empty();
        private Optional<String> signal = Optional.empty();
        private boolean help;
        private boolean version;

        Draft(Deque<String> words) {
            this.words = words;
        }

        private void shortOptions(String letters) throws UsageException {
            for (int i = 0; i < letters.length(); i++) {
                String rest = letters.substring(i + 1);
                if (shortOption(letters.charAt(i), rest)) {
                    return;
                }
            }
        }

        /** Whether the rest of the word was its value. */
        private boolean shortOption(char letter, String rest) throws UsageException {
            switch (letter) {
                case 'n' -> foreground = true;
                case 'l' -> log = log.withConsole();
                case 'D' -> log = log.withDetails();
                case 'G' -> log = log.withoutSyslog();
                case 'S' -> log = log.withFacility(facility(value("-S", rest)));
                case 'd' -> dump = true;
                case 'h' -> help = true;
                case 'v' -> version = true;
                // Only VRRP runs here, in one process: nothing to choose.
                case 'P', 'm', 'x' -> {}
                case 'f' -> file = Path.of(value("-f", rest));
                case 'p' -> pidFiles.addFirst(Path.of(value("-p", rest)));
                case 'r' -> pidFiles.addLast(Path.of(value("-r", rest)));
                case 'i' -> configId = Optional.of(value("-i", rest));
                case 't', 'c' -> {
                    check = true;
                    return !rest.isEmpty();
                }
                default -> {
                    if (VALUED_WITHOUT_EFFECT.indexOf(letter) < 0) {
                        throw new UsageException("unknown option -" + letter);
                    }
                    String _ = value("-" + letter, rest);
                    return true;
                }
            }
            return "fpriS".indexOf(letter) >= 0;
        }

        private String value(String option, String rest) throws UsageException {
            if (!rest.isEmpty()) {
                return rest;
            }
            if (words.isEmpty()) {
                throw new UsageException(option + " needs a value");
            }
            return words.removeFirst();
        }

        private void longOption(String text) throws UsageException {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            String given = equals < 0 ? "" : text.substring(equals + 1);
            switch (name) {
                case "use-file" -> file = Path.of(value("--use-file", given));
                case "pid" -> pidFiles.addFirst(Path.of(value("--pid", given)));
                case "vrrp_pid" -> pidFiles.addLast(Path.of(value("--vrrp_pid", given)));
                case "config-id" -> configId = Optional.of(value("--config-id", given));
                case "show" -> show = true;
                case "json" -> json = true;
                case "socket" -> socket = Optional.of(Path.of(value("--socket", given)));
                case "metrics" -> metrics = Optional.of(address(value("--metrics", given)));
                case "watch-proxy" ->
                        watchedProxy = Optional.of(Path.of(value("--watch-proxy", given)));
                case "signum" -> signal = Optional.of(value("--signum", given));
                case "lang" -> language = Optional.of(language(value("--lang", given)));
                case "lvs-fallback" -> lvsFallback = fallback(value("--lvs-fallback", given));
                case "dont-fork" -> foreground = true;
                case "log-console" -> log = log.withConsole();
                case "log-detail" -> log = log.withDetails();
                case "no-syslog" -> log = log.withoutSyslog();
                case "log-facility" ->
                        log = log.withFacility(facility(value("--log-facility", given)));
                case "syslog-socket" ->
                        log = log.withSocket(socket(value("--syslog-socket", given)));
                case "dump-conf" -> dump = true;
                case "config-test" -> check = true;
                case "vrrp" -> {}
                case "help" -> help = true;
                case "version" -> version = true;
                default -> throw new UsageException("unknown option --" + name);
            }
        }

        private static String language(String word) throws UsageException {
            Optional<String> problem = SpokenLanguage.problem(word);
            if (problem.isPresent()) {
                throw new UsageException(problem.get());
            }
            return word;
        }

        private static int facility(String word) throws UsageException {
            return Syslog.facility(word)
                    .orElseThrow(
                            () ->
                                    new UsageException(
                                            "-S needs 0 to 7, local0 to local7, user or daemon"));
        }

        private static Path socket(String text) throws UsageException {
            if (text.getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH_BYTES) {
                throw new UsageException(
                        "--syslog-socket takes at most " + MAX_SOCKET_PATH_BYTES + " octets");
            }
            return Path.of(text);
        }

        private static InetSocketAddress address(String text) throws UsageException {
            int colon = text.lastIndexOf(':');
            String host = text.substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
            IpAddress ip = IpAddress.parse(host);
            String port = text.substring(colon + 1);
            if (ip == null || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
                throw new UsageException("--metrics needs ADDRESS:PORT, such as 127.0.0.1:9165");
            }
            try {
                return new InetSocketAddress(
                        InetAddress.getByAddress(ip.toBytes()), Integer.parseInt(port));
            } catch (UnknownHostException impossible) {
                throw new AssertionError("an address has 4 or 16 octets", impossible);
            }
        }

        private static Choice.Fallback fallback(String word) throws UsageException {
            return switch (word) {
                case "proxy" -> Choice.Fallback.PROXY;
                case "refuse" -> Choice.Fallback.REFUSE;
                default -> throw new UsageException("--lvs-fallback takes proxy or refuse");
            };
        }

        private VrrpArguments arguments() {
            return new VrrpArguments(
                    file,
                    foreground,
                    log,
                    dump,
                    List.copyOf(pidFiles),
                    check,
                    configId,
                    lvsFallback,
                    language,
                    show,
                    json,
                    socket,
                    metrics,
                    watchedProxy,
                    signal,
                    help,
                    version);
        }
    }
}
