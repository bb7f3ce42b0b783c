package io.aplomb.app.cluster.daemon;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.control.enrol.EnrolChannel;
import io.aplomb.control.enrol.EnrolHandler;
import io.aplomb.control.enrol.EnrolReply;
import io.aplomb.control.enrol.EnrolRequest;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other machines ask of this one: to do something itself, or to be let into its cluster. */
final class Admission implements EnrolHandler {
    private static final Logger LOG = LoggerFactory.getLogger("aplomb.daemon");

    private final LocalMachine machine;
    private final ClusterMachines cluster;

    Admission(LocalMachine machine, ClusterMachines cluster) {
        this.machine = machine;
        this.cluster = cluster;
    }

    @Override
    public EnrolReply answer(EnrolRequest request, String host) {
        if (!(request instanceof EnrolRequest.Join join)) {
            return machine.answer(request, host);
        }
        LOG.info("{} asks to be let in as {} {}", host, join.node(), join.addresses());
        Optional<String> why = cluster.refusal(join);
        return why.isPresent() ? new EnrolReply.Refused(why.get()) : new EnrolReply.Done();
    }

    @Override
    public void admit(EnrolRequest.Join join, EnrolChannel channel) throws IOException {
        try {
            cluster.admit(join, channel);
            LOG.info("{} belongs to the cluster now", join.node());
        } catch (CommandFailure refused) {
            LOG.warn("{} was not let in: {}", join.node(), String.join(" ", refused.lines()));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("the daemon ends", ended);
        }
    }
}
