/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postchaise.api.Recipient;
import org.postchaise.engine.server.intake.Intake;
import org.postchaise.engine.server.intake.IntakeOutcome;
import org.postchaise.engine.server.view.MailFacts;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.server.view.SessionView;
import org.postchaise.engine.wire.ChunkDecoder;
import org.postchaise.engine.wire.DotDecoder;
import org.postchaise.engine.wire.LineEndings;
import org.postchaise.engine.wire.StrayCr;

/** Intakes that keep messages in memory, for tests of the session. Queue ids are QID1, QID2 and so on. */
final class MemoryIntakes implements Intake.Factory {

    /** A message that was accepted, as the session handed it over. */
    record Message(String queueId, MailFacts mail, List<Recipient> recipients, String content) {}

    private final List<Message> messages = new ArrayList<>();
    private Function<Message, IntakeOutcome> outcome = MemoryIntakes::accepted;
    private int opened;
    private int closed;
    private boolean failing;
    private int roomForRecipients = Integer.MAX_VALUE;

    private static IntakeOutcome accepted(Message message) {
        return new IntakeOutcome.Accepted(ServerReply.of(250, "2.0.0", "Ok: queued as " + message.queueId()));
    }

    /** Decides later messages by {@code decision}. */
    void decide(Function<Message, IntakeOutcome> decision) {
        outcome = decision;
    }

    /** Lets later messages have a fault before they end. */
    void fail() {
        failing = true;
    }

    /** Lets later messages have memory for so many recipients. */
    void leaveRoom(int recipients) {
        roomForRecipients = recipients;
    }

    List<Message> messages() {
        return messages;
    }

    /** Forgets everything; queue ids begin with QID1 again. */
    void restart() {
        messages.clear();
        opened = 0;
        closed = 0;
    }

    /** Returns the number of intakes that are neither finished nor discarded. */
    int open() {
        return opened - closed;
    }

    @Override
    public Optional<ServerReply> lackOfRoom(SessionView view, long size) {
        return Optional.empty();
    }

    @Override
    public Intake open(SessionView view) {
        opened++;
        return new MemoryIntake("QID" + opened, view);
    }

    private final class MemoryIntake implements Intake {
        private final String queueId;
        private final SessionView view;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final ChunkDecoder chunks = new ChunkDecoder(content, LineEndings.LENIENT, StrayCr.KEPT);
        private DotDecoder dots;
        private boolean done;

        private MemoryIntake(String queueId, SessionView view) {
            this.queueId = queueId;
            this.view = view;
        }

        @Override
        public String queueId() {
            return queueId;
        }

        @Override
        public boolean takeRecipient(Recipient recipient) {
            return view.recipients().size() < roomForRecipients;
        }

        @Override
        public void beginData(LineEndings endings) {
            dots = new DotDecoder(content, endings);
        }

        @Override
        public int data(byte[] octets, int from, int to) {
            try {
                return dots.feed(octets, from, to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean ended() {
            return dots.ended();
        }

        @Override
        public void beginChunk(long octets, LineEndings endings) {
            chunks.begin(octets);
        }

        @Override
        public int chunk(byte[] octets, int from, int to) {
            try {
                return chunks.feed(octets, from, to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean chunkComplete() {
            return chunks.remaining() == 0;
        }

        @Override
        public boolean hasBareLf() {
            return dots == null ? chunks.hasBareLf() : dots.hasBareLf();
        }

        @Override
        public boolean hasFailed() {
            return failing;
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public IntakeOutcome finish() {
            try {
                chunks.finish();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Message message = new Message(
                    queueId,
                    view.mail().orElseThrow(),
                    List.copyOf(view.recipients()),
                    content.toString(StandardCharsets.ISO_8859_1));
            IntakeOutcome decided = outcome.apply(message);
            if (!(decided instanceof IntakeOutcome.Refused)) {
                messages.add(message);
            }
            return decided;
        }

        @Override
        public void discard() {
            if (!done) {
                done = true;
                closed++;
            }
        }
    }
}
