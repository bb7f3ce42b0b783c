package io.aplomb.control.alert;

import io.aplomb.cluster.alert.Message;
import io.aplomb.cluster.alert.Recipient;
import io.aplomb.cluster.alert.Wording;
import java.time.ZoneId;

/**
 * Who tells.
 *
 * @param cluster its name
 * @param clusterId its identifier, which no other cluster has
 * @param node that tells
 * @param zone of the times it tells
 */
record Sender(String cluster, String clusterId, String node, ZoneId zone) {

    private Wording wording(Recipient recipient) {
        return new Wording(Wording.language(recipient.option("lang").orElse("en")), zone);
    }

    /** In one line, in the recipient's language. */
    String subject(Recipient recipient, Message message) {
        return wording(recipient).subject(message);
    }

    /** In full, in the recipient's language. */
    String text(Recipient recipient, Message message) {
        return wording(recipient).text(message, cluster, node);
    }

    /** The same for each attempt to tell the same, by whatever node. */
    String deliveryId(Message message) {
        return clusterId + '-' + message.incident() + '-' + message.news().getLast().number();
    }
}
