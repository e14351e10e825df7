/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import org.postchaise.api.IncomingNotice;
import org.postchaise.api.IncomingNotices;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.bounce.reading.NoticeReader;

/** Receiver of mail to return paths: reads a notice or complaint, and fires its events. */
@ApplicationScoped
public class NoticeIntake implements IncomingNotices {
    @Inject
    private CourierSettings settings;

    @Inject
    private StatusEvents events;

    private final Clock clock = Clock.systemUTC();

    @Override
    public IncomingNotice receive(String recipient, MessageSource message) throws IOException {
        NoticeReader.Reading reading = NoticeReader.reading(settings.verp(), recipient, message, clock.instant());
        events.received(reading.notice());
        reading.complaint().ifPresent(events::complained);
        return reading.notice();
    }
}
