package io.aplomb.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.proxy.UserList;
import io.aplomb.model.proxy.UserList.User;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Passwords hashed by the {@code openssl passwd} and {@code mkpasswd} programs. */
final class ConfiguredUsersTest {

    @ParameterizedTest
    @CsvSource({
        "secret, true, secret, true",
        "secret, true, Secret, false",
        "$1$saltsalt$9xy1btjgzLYfb7hivXtC//, false, secret, true",
        "$1$saltsalt$9xy1btjgzLYfb7hivXtC//, false, other, false",
        "$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA, false, secret, true",
        "$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1, false, secret, true",
        "$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1, false, secreT, false",
        "abNANd1rDfiNc, false, secret, true",
        "!, false, secret, false",
    })
    void authenticate_password_opensOrNot(
            String stored, boolean clear, String given, boolean expected) {
        User user = new User("joe", stored, clear, Set.of("admin"));
        ConfiguredUsers users =
                new ConfiguredUsers(Map.of("list", new UserList("list", Map.of("joe", user))));

        for (int i = 0; i < 2; i++) {
            assertThat(users.authenticate("list", "joe", given))
                    .isEqualTo(expected ? Set.of("admin") : null);
        }
        assertThat(users.authenticate("list", "jim", given)).isNull();
        assertThat(users.authenticate("other", "joe", given)).isNull();
    }
}
