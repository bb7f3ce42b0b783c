package io.aplomb.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountsTest {

    @Test
    void users_areThoseOfThisMachine() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("/etc/passwd"));
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            String[] fields = line.split(":");
            var wanted =
                    new Accounts.User(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
            assertThat(Accounts.user(fields[0])).as(line).hasValue(wanted);
        }
        assertThat(Accounts.user("no such user")).isEmpty();
    }

    @Test
    void groups_areThoseOfThisMachine() throws Exception {
        for (String line : Files.readAllLines(Path.of("/etc/group"))) {
            String[] fields = line.split(":");
            assertThat(Accounts.group(fields[0])).as(line).hasValue(Integer.parseInt(fields[2]));
        }
        assertThat(Accounts.group("no such group")).isEmpty();
    }
}
