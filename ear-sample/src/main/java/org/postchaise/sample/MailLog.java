/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.State;

/** Latest mails of this application with their states, from committed events. In memory, bounded. */
@ApplicationScoped
public class MailLog {
    static final int LIMIT = 500;

    private final Map<String, MailStatus> mails = new LinkedHashMap<>();

    /** Stores the latest status of a mail; observes committed events. */
    void note(@Observes MailStatus status) {
        synchronized (mails) {
            String id = status.origin().queueId();
            MailStatus known = mails.get(id);
            if (known == null || !isBefore(status, known)) {
                mails.put(id, status);
            }
            if (mails.size() > LIMIT) {
                mails.remove(mails.keySet().iterator().next());
            }
        }
    }

    /** Returns the mails, newest first. */
    List<MailStatus> newestFirst() {
        synchronized (mails) {
            List<MailStatus> list = new ArrayList<>(mails.values());
            Collections.reverse(list);
            return list;
        }
    }

    /**
     * Returns true if {@code status} is older than {@code known}. Events of one mail come from several threads: the event of queuing may arrive after the event
     * of the first attempt.
     */
    private static boolean isBefore(MailStatus status, MailStatus known) {
        return status.attempts() < known.attempts()
                || (known.finished() && !status.finished())
                || (status.attempts() == 0
                        && status.recipients().stream().allMatch(recipient -> recipient.state() == State.QUEUED));
    }
}
