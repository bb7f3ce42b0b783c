package io.aplomb.control.vip;

import io.aplomb.linux.Accounts;
import io.aplomb.linux.Processes;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.ScriptUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who runs a script, and which ones are not run at all: those that are not there, of users who are
 * not there, and with {@code enable_script_security} those that run as root although others can
 * change them or a folder on the way to them. As keepalived 2.2.7 judges. From any thread.
 *
 * @param defaultUser {@code script_user}; null for {@code keepalived_script} if that user exists,
 *     else this process's own
 * @param security {@code enable_script_security}
 */
record ScriptRules(@Nullable ScriptUser defaultUser, boolean security) {

    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final String USUAL_USER = "keepalived_script";
    private static final int ROOT = 0;
    private static final int OTHERS_WRITE = 0002;
    private static final int GROUP_WRITES = 0020;
    private static final int STICKY = 01000;

    /** Numbers of who runs a script. */
    record Identity(int user, int group) {
        static final Identity ROOT = new Identity(ScriptRules.ROOT, ScriptRules.ROOT);
    }

    /**
     * Who runs a script; empty for this process's own user.
     *
     * @throws IOException that says why nobody may
     */
    Optional<Identity> identity(Script script) throws IOException {
        ScriptUser named = script.user() == null ? defaultUser : script.user();
        if (Processes.getuid() != ROOT) {
            return Optional.empty();
        }
        if (named == null && Accounts.user(USUAL_USER).isEmpty()) {
            if (security) {
                throw new IOException(
                        "nobody is named to run it: write script_user, or make the user "
                                + USUAL_USER);
            }
            return Optional.empty();
        }
        ScriptUser who = named == null ? new ScriptUser(USUAL_USER, null) : named;
        Accounts.User user =
                Accounts.user(who.user())
                        .orElseThrow(() -> new IOException("there is no user " + who.user()));
        String group = who.group();
        OptionalInt own = group == null ? OptionalInt.of(user.group()) : Accounts.group(group);
        return Optional.of(
                new Identity(
                        user.id(),
                        own.orElseThrow(() -> new IOException("there is no group " + group))));
    }

    /** Why a script is not run; empty when it is. */
    Optional<String> objection(Script script) {
        try {
            if (program(script).isEmpty()) {
                return Optional.of(script.program() + " is not there");
            }
            return objection(script, identity(script));
        } catch (IOException refused) {
            return Optional.ofNullable(refused.getMessage());
        }
    }

    /** Why it must not be run by somebody whose {@link #identity} is known. */
    Optional<String> objection(Script script, Optional<Identity> who) throws IOException {
        boolean asRoot = who.map(each -> each.user() == ROOT).orElse(isRoot());
        Optional<Path> program = program(script);
        return security && asRoot && program.isPresent()
                ? insecure(program.get())
                : Optional.empty();
    }

    private static boolean isRoot() {
        return Processes.getuid() == ROOT;
    }

    private static Optional<Path> program(Script script) {
        String name = script.program();
        Stream<Path> places =
                name.contains("/")
                        ? Stream.of(Path.of(name))
                        : Stream.of(PATH.split(":")).map(folder -> Path.of(folder, name));
        return places.filter(Files::isRegularFile).findFirst();
    }

    /** Every folder on the way counts: who may rename one may put another in its place. */
    private static Optional<String> insecure(Path program) throws IOException {
        for (Path part = program.toRealPath(); part != null; part = part.getParent()) {
            if (othersMayChange(part)) {
                return Optional.of("it would run as root, and others than root can change " + part);
            }
        }
        return Optional.empty();
    }

    private static boolean othersMayChange(Path part) throws IOException {
        Map<String, Object> facts =
                Files.readAttributes(part, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        int mode = number(facts, "mode");
        boolean sticky = Files.isDirectory(part) && (mode & STICKY) != 0;
        return number(facts, "uid") != ROOT
                || (number(facts, "gid") != ROOT && (mode & GROUP_WRITES) != 0)
                || ((mode & OTHERS_WRITE) != 0 && !sticky);
    }

    private static int number(Map<String, Object> facts, String name) {
        return facts.get(name) instanceof Integer number ? number : 0;
    }
}
