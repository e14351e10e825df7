/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.QueueBrowser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.spi.NodeShare;

class NodesTest {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7_000_000_000L);

    @TempDir
    private Path directory;

    private BrokerSessions broker;
    private Nodes one;
    private Nodes other;

    @BeforeEach
    void start() throws Exception {
        broker = new BrokerSessions(directory, 10 << 20);
        one = new Nodes(broker, now::get);
        other = new Nodes(broker, now::get);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static int limit(int whole, Nodes... nodes) {
        return Stream.of(nodes).mapToInt(node -> node.share().of(whole)).sum();
    }

    /** How many are in the control queue. */
    private int messages() {
        return broker.untransacted(context -> {
            try (QueueBrowser browser = context.createBrowser(broker.control())) {
                Enumeration<?> all = browser.getEnumeration();
                int count = 0;
                while (all.hasMoreElements()) {
                    all.nextElement();
                    count++;
                }
                return count;
            }
        });
    }

    @Test
    void nodeThatIsAloneHasTheWholeLimit() {
        assertThat(one.share()).isEqualTo(NodeShare.ALL);
        for (int i = 0; i < 5; i++) {
            one.beat();
            pass(PAUSE);
        }

        assertThat(one.share()).isEqualTo(NodeShare.ALL);
        assertThat(messages()).as("each sign replaces the one before").isEqualTo(1);
    }

    @Test
    void nodesOnOneBrokerSeeEachOtherAndShareTheLimit() {
        one.beat();
        other.beat();
        one.beat();

        assertThat(List.of(one.share(), other.share()))
                .containsExactlyInAnyOrder(new NodeShare(0, 2), new NodeShare(1, 2));
        assertThat(limit(1, one, other)).isEqualTo(1);
        assertThat(limit(20, one, other)).isEqualTo(20);
        assertThat(messages()).isEqualTo(2);

        Nodes third = new Nodes(broker, now::get);
        third.beat();
        one.beat();
        other.beat();
        assertThat(Stream.of(one, other, third).map(node -> node.share().of(20)))
                .containsExactlyInAnyOrder(7, 7, 6);
    }

    @Test
    void nodeThatDiesGivesItsShareBackAndLeavesNothing() {
        one.beat();
        other.beat();
        one.beat();
        pass(PAUSE);
        one.beat();
        pass(PAUSE);
        one.beat();
        assertThat(one.share().of(20)).as("it may only be slow").isEqualTo(10);
        pass(PAUSE);
        one.beat();

        assertThat(one.share()).isEqualTo(NodeShare.ALL);
        assertThat(messages()).isEqualTo(1);

        other.beat();
        one.beat();
        assertThat(limit(20, one, other)).as("it was only slow").isEqualTo(20);
        assertThat(one.share().nodes()).isEqualTo(2);
    }

    @Test
    void nodeThatLeavesIsCountedNoMoreAtOnce() {
        for (int restart = 0; restart < 20; restart++) {
            Nodes node = new Nodes(broker, now::get);
            node.beat();
            node.beat();
            node.leave();
        }
        other.beat();
        one.beat();
        other.leave();
        one.beat();

        assertThat(one.share()).isEqualTo(NodeShare.ALL);
        pass(Nodes.LIFE);
        one.beat();
        assertThat(messages()).as("one's own sign").isEqualTo(1);
    }

    @Test
    void aSuspensionIsNoNodeAndANodeNoSuspension() {
        Suspensions suspensions = new Suspensions(broker);
        suspensions.suspend("example.net");
        one.beat();
        one.beat();

        assertThat(one.share()).isEqualTo(NodeShare.ALL);
        assertThat(suspensions.read()).containsExactly("example.net");
        assertThat(messages()).isEqualTo(2);
    }

    @Test
    void nodeThatCannotAskTheBrokerKeepsItsShare() throws Exception {
        one.beat();
        other.beat();
        one.beat();
        broker.close();

        pass(Duration.ofHours(1));
        assertThatThrownBy(one::beat).isInstanceOf(QueueUnavailableException.class);
        assertThat(one.share().of(20)).isEqualTo(10);
        broker = new BrokerSessions(directory, 10 << 20);
    }
}
