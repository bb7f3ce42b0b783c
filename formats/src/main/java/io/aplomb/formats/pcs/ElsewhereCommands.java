package io.aplomb.formats.pcs;

/** Words of pcs for what Aplomb does another way: each is refused with that way. */
final class ElsewhereCommands {

    static final String ADVICE =
            "tickets are part of the cluster's own state: 'aplomb constraint ticket add' says what"
                    + " depends on one; a site's recovery is 'aplomb dr'";
    private static final String ACL =
            "whoever may use the node's admin socket may do everything: give access by the mode of"
                    + " that socket and by sudo";
    private static final String CLIENT =
            "there is no second daemon with users of its own: the words go to the node over its"
                    + " admin socket";
    private static final String PCSD =
            "there is no second daemon: certificates are those of the cluster's own authority";
    private static final String RECOVERY = "the recovery site is not set up with this command";

    private ElsewhereCommands() {}

    /** {@code booth}, {@code ticket}. */
    static PcsAnswer booth(Call call) {
        return ClusterCommands.refused(call, ADVICE);
    }

    static PcsAnswer acl(Call call) {
        return ClusterCommands.refused(call, ACL);
    }

    static PcsAnswer client(Call call) {
        return ClusterCommands.refused(call, CLIENT);
    }

    static PcsAnswer recovery(Call call) {
        return ClusterCommands.refused(call, RECOVERY);
    }

    static PcsAnswer quorumDevice(Call call) {
        return ClusterCommands.refused(call, QuorumCommands.WITNESS);
    }

    /** {@code pcsd status}; the others are refused. */
    static PcsAnswer daemon(Call call) {
        if (!call.words().isEmpty() && call.word(0).equals("status")) {
            return StatusCommands.daemons(call.from(1));
        }
        return ClusterCommands.refused(call, PCSD);
    }
}
