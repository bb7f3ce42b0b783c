package io.aplomb.control.enrol;

import java.util.List;
import java.util.Optional;

/** What a machine asks of another that trusts it. */
public sealed interface EnrolRequest {

    /** How do you stand? Answered by {@link EnrolReply.Status}. */
    record Status() implements EnrolRequest {}

    /**
     * Make a key, for a node of this name. Answered by {@link EnrolReply.Key}; the private part
     * stays where it is made, until {@link Prepare} comes with the certificate.
     */
    record NewKey(String node) implements EnrolRequest {}

    /**
     * Become a node. Answered by {@link EnrolReply.Done}.
     *
     * @param certificate of the node, for the key that it made; DER
     * @param authority of the cluster; DER
     * @param authorityKey authority with its key ({@code ClusterAuthority.encoded}), for a node
     *     that may let others in
     * @param membership who belongs to the cluster, as the node understands it
     */
    record Prepare(
            byte[] certificate, byte[] authority, Optional<byte[]> authorityKey, byte[] membership)
            implements EnrolRequest {}

    /** Start the node. */
    record Start() implements EnrolRequest {}

    /** Stop the node. */
    record Stop() implements EnrolRequest {}

    /** Have the node start with the machine, or not. */
    record Enable(boolean on) implements EnrolRequest {}

    /** Forget the cluster, and all of its state. */
    record Destroy() implements EnrolRequest {}

    /** Carry out a command line. Answered by {@link EnrolReply.Output}. */
    record Forward(List<String> words) implements EnrolRequest {
        /** Keeps a copy. */
        public Forward {
            words = List.copyOf(words);
        }
    }

    /**
     * Let me in, and ask me for what you need: after {@link EnrolReply.Done} the roles are
     * exchanged.
     *
     * @param node the name wanted
     * @param addresses one for each network
     * @param linkPort of the links
     * @param storePort of the store
     */
    record Join(String node, List<String> addresses, int linkPort, int storePort)
            implements EnrolRequest {
        /** Keeps a copy. */
        public Join {
            addresses = List.copyOf(addresses);
        }
    }
}
