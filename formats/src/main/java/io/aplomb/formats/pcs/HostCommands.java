package io.aplomb.formats.pcs;

import java.util.List;
import java.util.Map;

/** {@code pcs host}: machines that know each other. */
final class HostCommands implements CommandSet {

    private static final Router ROUTER =
            new Router(
                    "host",
                    Map.of(
                            "auth", HostCommands::auth,
                            "deauth", HostCommands::deauth));

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    /** {@code auth (HOST [addr=ADDRESS])... [-u USER] [-p PASSWORD] [--token FILE]}. */
    private static PcsAnswer auth(Call call) {
        call.options().only("-u", "-p", "--request-timeout", "--token");
        if (call.words().isEmpty()) {
            throw InvalidCommand.because("No host specified");
        }
        return authenticate(call);
    }

    /** The order for it, from hosts and options. */
    static PcsAnswer authenticate(Call call) {
        List<ClusterOrder.Host> hosts = HostWords.parse(call.words(), "host name");
        return ClusterCommands.order(
                new ClusterOrder.Authenticate(
                        hosts,
                        call.options().value("-u").orElse(""),
                        call.options().value("-p").orElse(""),
                        call.options().value("--token").orElse("")),
                call);
    }

    private static PcsAnswer deauth(Call call) {
        call.options().only("--request-timeout");
        return ClusterCommands.order(new ClusterOrder.Deauthenticate(call.words()), call);
    }
}
