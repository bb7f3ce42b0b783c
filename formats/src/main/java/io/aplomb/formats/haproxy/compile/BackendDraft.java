package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.BackendPart.HttpReuse;
import io.aplomb.model.proxy.Balance;
import io.aplomb.model.proxy.CookiePersistence;
import io.aplomb.model.proxy.HashType;
import io.aplomb.model.proxy.PersistRule;
import io.aplomb.model.proxy.RetryCondition;
import io.aplomb.model.proxy.StickRule;
import io.aplomb.model.proxy.UseServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a section being read says about its servers; HAProxy 2.6's defaults at first. */
final class BackendDraft {

    /** {@code retries} when nothing is said (manual 4.2 "retries"). */
    private static final int DEFAULT_RETRIES = 3;

    Balance balance = new Balance.RoundRobin();
    HashType hashType = HashType.DEFAULT;
    final List<ServerDraft> servers = new ArrayList<>();
    final List<UseServer> useServers = new ArrayList<>();
    final List<Word> namedServers = new ArrayList<>();
    @Nullable CookiePersistence cookie;
    boolean dynamicCookie;
    @Nullable String dynamicCookieKey;
    @Nullable String rdpCookie;
    final List<PersistRule> persistRules = new ArrayList<>();
    final List<StickRule> stickRules = new ArrayList<>();
    CheckDraft check = new CheckDraft();
    int retries = DEFAULT_RETRIES;
    Set<RetryCondition> retryOn = Set.of(RetryCondition.CONN_FAILURE);
    int redispatchInterval;
    int fullConn;
    HttpReuse httpReuse = HttpReuse.SAFE;
    @Nullable String serverStateName;
    @Nullable EndpointSpec sourceAddress;
    ServerDraft defaultServer = new ServerDraft();

    /** What a section inherits; servers, stick lines and server choices are its own. */
    BackendDraft copy() {
        BackendDraft copy = new BackendDraft();
        copy.balance = balance;
        copy.hashType = hashType;
        copy.cookie = cookie;
        copy.dynamicCookie = dynamicCookie;
        copy.dynamicCookieKey = dynamicCookieKey;
        copy.rdpCookie = rdpCookie;
        copy.check = check.copy();
        copy.retries = retries;
        copy.retryOn = retryOn;
        copy.redispatchInterval = redispatchInterval;
        copy.fullConn = fullConn;
        copy.httpReuse = httpReuse;
        copy.serverStateName = serverStateName;
        copy.sourceAddress = sourceAddress;
        copy.defaultServer = defaultServer.copy();
        return copy;
    }
}
