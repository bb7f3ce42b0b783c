package io.aplomb.control.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.SourcePosition;
import io.aplomb.control.vip.ScriptRunner.Outcome;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.ScriptUser;
import io.aplomb.testkit.RequiredRights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As root; what keepalived 2.2.7 -t says to the same was looked at by hand. */
class ScriptRulesTest {

    private static final ScriptUser ROOT = new ScriptUser("root", null);
    private static final ScriptUser NOBODY = new ScriptUser("nobody", null);
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    @TempDir private Path folder;
    private Path program = Path.of("");

    @BeforeEach
    void make() throws Exception {
        RequiredRights.root();
        folder = folder.toRealPath();
        program = Files.writeString(folder.resolve("check.sh"), "#!/bin/sh\nexit \"$(id -u)\"\n");
        permit(folder, "rwxr-xr-x");
        permit(program, "rwxr-xr-x");
    }

    @Test
    void scriptOfRoot_thatOnlyRootCanChange_runs() {
        assertThat(objection(program, ROOT)).isEmpty();
        assertThat(new ScriptRules(ROOT, true).objection(script("true", null))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rwxr-xrwx, 0, 0", "rwxrwxr-x, 0, 12345", "r-xr-xr-x, 12345, 0"})
    void scriptOfRoot_thatOthersCanChange_isRefused(String mode, String owner, String group)
            throws Exception {
        permit(program, mode);
        own(program, owner, group);
        assertThat(objection(program, ROOT)).contains("others than root can change " + program);
        assertThat(objection(program, NOBODY)).isEmpty();
        assertThat(new ScriptRules(ROOT, false).objection(script(program, null))).isEmpty();
        Path link = Files.createSymbolicLink(folder.resolve("link"), program);
        assertThat(objection(link, ROOT)).contains("can change " + program);
    }

    @Test
    void scriptOfRoot_inAFolderOfOthers_isRefused() throws Exception {
        permit(folder, "rwxrwxrwx");
        assertThat(objection(program, ROOT)).endsWith("can change " + folder);
    }

    @Test
    void script_thatIsNotThere_orOfNobody_isRefused() {
        assertThat(objection(folder.resolve("none"), ROOT)).endsWith("none is not there");
        assertThat(new ScriptRules(ROOT, false).objection(script("no-such-program", null)))
                .hasValue("no-such-program is not there");
        assertThat(objection(program, new ScriptUser("no one", null)))
                .isEqualTo("there is no user no one");
        assertThat(objection(program, new ScriptUser("nobody", "no group")))
                .isEqualTo("there is no group no group");
    }

    /** Its own group has another name on many machines. */
    @Test
    void script_runsAsItsUser() throws Exception {
        String id = "[ $(id -un) = nobody ] && [ $(id -g) = $(id -g nobody) ]";
        Script script = new Script(List.of("/bin/sh", "-c", id), NOBODY, position());
        assertThat(new ScriptRunner(ROOT, true).run(script, LIMIT_NS))
                .isEqualTo(new Outcome.Ended(0));
    }

    @Test
    void script_thatIsRefused_isNotStarted() throws Exception {
        permit(program, "rwxrwxrwx");
        assertThat(new ScriptRunner(ROOT, true).run(script(program, null), LIMIT_NS))
                .isInstanceOf(Outcome.NotStarted.class);
        assertThat(new ScriptRunner(ROOT, false).run(script(program, null), LIMIT_NS))
                .isEqualTo(new Outcome.Ended(0));
    }

    private static String objection(Path program, ScriptUser user) {
        return new ScriptRules(null, true).objection(script(program, user)).orElse("");
    }

    private static Script script(Object program, @Nullable ScriptUser user) {
        return new Script(List.of(program.toString()), user, position());
    }

    private static SourcePosition position() {
        return new SourcePosition("test.conf", 1, 1);
    }

    private static void permit(Path path, String mode) throws Exception {
        var _ = Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static void own(Path path, String owner, String group) throws Exception {
        assertThat(
                        new ProcessBuilder("chown", owner + ":" + group, path.toString())
                                .start()
                                .waitFor())
                .isZero();
    }
}
