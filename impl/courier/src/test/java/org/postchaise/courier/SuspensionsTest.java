/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Recipient;

class SuspensionsTest {
    private static final long MEMORY = 10 << 20;
    private static final Clock CLOCK = Clock.fixed(Outcomes.NOON.plus(Duration.ofMinutes(30)), ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private BrokerSessions broker;
    private Suspensions one;
    private Suspensions other;

    @BeforeEach
    void start() throws Exception {
        broker = new BrokerSessions(directory, MEMORY);
        one = new Suspensions(broker);
        other = new Suspensions(broker);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private static Recipient at(String domain) {
        return new Recipient("ann@" + domain, Set.of(), "");
    }

    @Test
    void allNodesOnTheBrokerLearnOfASuspensionAndOfItsEnd() {
        assertThat(other.cover(at("example.net"))).isFalse();
        assertThat(one.suspend("Example.NET")).isTrue();
        assertThat(one.suspend("example.net")).isFalse();
        assertThat(one.renew()).isEmpty();
        assertThat(one.cover(at("example.net"))).isTrue();
        assertThat(one.cover(at("sub.example.net"))).isFalse();

        assertThat(other.cover(at("example.net"))).as("not read again yet").isFalse();
        assertThat(other.renew()).isEmpty();
        assertThat(other.cover(at("EXAMPLE.net"))).isTrue();

        assertThat(one.resume("EXAMPLE.NET")).isTrue();
        assertThat(one.resume("example.net")).isFalse();
        assertThat(one.renew()).containsExactly("example.net");
        assertThat(one.cover(at("example.net"))).isFalse();
        assertThat(other.cover(at("example.net"))).isTrue();
        assertThat(other.renew()).as("what may have been put aside here since").containsExactly("example.net");
        assertThat(other.renew()).isEmpty();
        assertThat(other.cover(at("example.net"))).isFalse();
    }

    @Test
    void suspensionsOutliveTheBrokersEnd() throws Exception {
        one.suspend("example.net");
        one.suspend("example.org");
        one.resume("example.org");
        broker.close();
        broker = new BrokerSessions(directory, MEMORY);
        Suspensions later = new Suspensions(broker);

        assertThat(later.cover(at("example.net")))
                .as("read where it is asked first")
                .isTrue();
        assertThat(later.cover(at("example.org"))).isFalse();
        assertThat(later.read()).containsExactly("example.net");
    }

    @Test
    void nodeThatCannotAskTheBrokerGoesOnWithWhatItKnows() throws Exception {
        one.suspend("example.net");
        one.renew();
        broker.close();

        assertThatThrownBy(one::renew).isInstanceOf(QueueUnavailableException.class);
        assertThat(one.cover(at("example.net"))).isTrue();
        assertThatThrownBy(() -> other.cover(at("example.net")))
                .as("nothing is known, so nothing is sent")
                .isInstanceOf(QueueUnavailableException.class);
        broker = new BrokerSessions(directory, MEMORY);
    }

    @Test
    void internationalisedDomainsAreTheSameInBothForms() throws Exception {
        one.suspend("B\u00dcCHER.example");
        one.renew();
        assertThat(one.read()).containsExactly("xn--bcher-kva.example");
        assertThat(one.cover(at("b\u00fccher.example"))).isTrue();
        assertThat(one.cover(at("xn--bcher-kva.EXAMPLE"))).isTrue();

        QueuedMail mail = Outcomes.mail("a@xn--bcher-kva.example");
        QueuedMail rests = mail.with(mail.state().rest(mail.open())).deferredUntil(Outcomes.NOON);
        broker.put(QueueName.DEFERRED, 3, List.of(rests), "Subject: x\r\n\r\n");
        QueueFilter filter = QueueFilter.changing("domain=b\u00fccher.example", CLOCK.instant());
        assertThat(new QueueSurvey(broker).any(filter)).isTrue();
        assertThat(new QueueChange(broker, status -> {}, CLOCK, QueueOperation.FLUSH, filter).perform())
                .isEqualTo(1);
        assertThat(new QueueSurvey(broker).any(QueueFilter.reading("queue=deferred", CLOCK.instant())))
                .isFalse();
        assertThat(one.resume("b\u00fccher.EXAMPLE")).isTrue();
    }

    @Test
    void whatTwoOrdersAtOnceLeftIsOneSuspension() {
        put("example.net");
        put("example.net");

        assertThat(one.read()).containsExactly("example.net");
        assertThat(one.resume("example.net")).isTrue();
        assertThat(one.read()).isEmpty();
    }

    @Test
    void thereIsALimit() {
        for (int i = 0; i < Suspensions.MOST; i++) {
            put("d" + i + ".example");
        }

        assertThatThrownBy(() -> one.suspend("example.net"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("example.net can't be suspended: 1000 destinations are; resume others first");
        assertThat(one.suspend("d7.example")).isFalse();
    }

    private void put(String domain) {
        broker.transacted(context -> {
            Message message = context.createMessage();
            message.setStringProperty(Suspensions.DOMAIN, domain);
            context.createProducer().send(broker.control(), message);
            return domain;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ann@example.net",
                "example..net",
                "example.net.",
                "*.net",
                "*",
                "a b",
                "x' or 'a'='a",
                "1.2.3.4",
                "[",
                "-a.b",
                "\u00fc..x"
            })
    void whatIsNoDomainIsSaid(String text) {
        assertThatThrownBy(() -> one.suspend(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("domain is \"")
                .hasMessageEndingWith("\"; expected what follows the @ of recipients, such as example.com");
        assertThatThrownBy(() -> one.resume(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressLiteralsAndNamesWithoutADotAreDomainsToo() {
        assertThat(one.suspend("[IPv6:2001:DB8::1]")).isTrue();
        assertThat(one.suspend("localhost")).isTrue();
        one.renew();
        assertThat(one.cover(at("[ipv6:2001:db8::1]"))).isTrue();
        assertThat(one.cover(at("localhost"))).isTrue();
        assertThat(one.resume("[IPv6:2001:db8::1]")).isTrue();
    }
}
