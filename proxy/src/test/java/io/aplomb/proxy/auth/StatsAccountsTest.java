package io.aplomb.proxy.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.proxy.StatsPage;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatsAccountsTest {

    @ParameterizedTest
    @CsvSource({
        "Basic, admin:pass:word, true",
        "basic, op:2, true",
        "Basic, admin:pass, false",
        "Basic, admin, false",
        "Bearer, op:2, false",
    })
    void open_credentials_areChecked(String scheme, String credentials, boolean expected) {
        String value =
                scheme + " " + Base64.getEncoder().encodeToString(credentials.getBytes(ISO_8859_1));

        assertThat(StatsAccounts.open(page(true), value)).isEqualTo(expected);
        assertThat(StatsAccounts.open(page(false), value)).isTrue();
    }

    private static StatsPage page(boolean withUsers) {
        StatsPage none = StatsPage.NONE;
        return new StatsPage(
                true,
                none.uri(),
                null,
                0,
                withUsers
                        ? List.of(
                                new StatsPage.Credentials("admin", "pass:word"),
                                new StatsPage.Credentials("op", "2"))
                        : List.of(),
                false,
                false,
                false,
                null,
                null,
                List.of(),
                List.of(),
                List.of());
    }
}
