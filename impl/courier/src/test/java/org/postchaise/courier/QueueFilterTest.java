/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;

class QueueFilterTest {
    private static final Instant NOW = Outcomes.NOON.plus(Duration.ofHours(2));

    private static QueueEntry entry() {
        QueuedMail mail = QueuedMail.submit(
                        "ID1",
                        Envelope.of("Shop@Example.com", "ann@one.example", "bob@Two.example"),
                        "Your Invoice 17",
                        Outcomes.NOON)
                .defer("4.3.0", "451 4.3.0 Try 5% later");
        return new QueueEntry(
                QueueName.DEFERRED, mail.id(), Optional.of(mail), "bulk", mail.submitted(), Optional.empty(), 9, "");
    }

    private static QueueEntry dead() {
        return new QueueEntry(
                QueueName.DEAD,
                "ID:2",
                Optional.empty(),
                "",
                Outcomes.NOON,
                Optional.empty(),
                9,
                "not a bytes message");
    }

    private static QueueFilter filter(String text) {
        return QueueFilter.changing(text, NOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all",
                " ALL ",
                "id=ID1",
                "queue=deferred",
                "queue=active,Deferred",
                "sender=shop@example.com",
                "sender=<shop@EXAMPLE.com>",
                "sender=@example.com",
                "recipient=bob@two.example",
                "recipient=@TWO.example",
                "domain=two.example",
                "domain=one.example domain=@two.example",
                "mailer=Bulk",
                "subject=invoice%2017",
                "subject=YOUR",
                "older=2h",
                "younger=3h",
                "state=deferred",
                "text=451%204.3.0",
                "text=TRY",
                "text=5%25%20later",
                "id=ID1\tqueue=deferred  older=7200",
            })
    void meansTheMail(String text) {
        assertThat(filter(text).matches(entry())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id=ID",
                "id=id1",
                "queue=hold",
                "queue=hold,dead",
                "sender=<>",
                "sender=hop@example.com",
                "sender=@ample.com",
                "recipient=@three.example",
                "domain=example",
                "mailer=bul",
                "subject=Invoice%2018",
                "older=121m",
                "younger=2h",
                "state=queued",
                "text=%20%20",
                "id=ID1 queue=active",
                "queue=active queue=deferred",
            })
    void doesNotMeanTheMail(String text) {
        assertThat(filter(text).matches(entry())).isFalse();
    }

    @Test
    void whatIsNoMailHasIdQueueAgeAndReason() {
        assertThat(filter("id=ID:2 queue=dead older=1h text=bytes").matches(dead()))
                .isTrue();
        assertThat(filter("domain=one.example").matches(dead())).isFalse();
        assertThat(filter("sender=<>").matches(dead())).isFalse();
        assertThat(filter("subject=i").matches(dead())).isFalse();
    }

    @Test
    void nothingMeansAllOnlyWhereNothingIsChanged() {
        assertThat(QueueFilter.reading(" ", NOW).matches(entry())).isTrue();
        assertThatThrownBy(() -> filter(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("filter is empty; expected all, or terms");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size=1 | filter term \"size=\" is unknown; expected all, or terms with blanks between out of id=,",
                "id | filter term \"id\" is no name=value; expected all,",
                "id= | filter term \"id=\" is no name=value; expected all,",
                "all id=1 | filter term \"all\" is no name=value; all stands alone",
                "queue=active, | filter term queue= is \"\"; expected one of active, deferred, hold, dead",
                "queue=incoming | filter term queue= is \"incoming\"; expected one of active, deferred, hold, dead",
                "state=delivered | filter term state= is \"delivered\"; expected one of queued, deferred",
                "older=soon | filter term older= is \"soon\"; expected a time of at least 0s, such as 30s,",
                "sender=shop | filter term sender= is \"shop\"; expected an address, @domain or <>",
            })
    void badTermsAreNamed(String text, String message) {
        assertThatThrownBy(() -> filter(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
