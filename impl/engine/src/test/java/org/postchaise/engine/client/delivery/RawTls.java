/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.postchaise.testkit.TestCa.Identity;
import org.postchaise.testkit.TlsPeer;

/**
 * The least TLS server there can be, of version 1.2 or 1.3 with X25519, AES-128-GCM and a key on P-256: what it sends after the
 * handshake is for the test to choose, record by record, which no real implementation lets one do.
 */
final class RawTls implements TlsPeer.Layer {
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int DATA = 23;

    private static final byte[] KEY_PREFIX = HexFormat.of().parseHex("302a300506032b656e032100");
    private static final byte[] NOTHING = {};
    private static final int TAG_BITS = 128;

    private final Version version;
    private final Identity identity;
    private final Script script;

    /** Which version, and how far its handshake goes. */
    enum Version {
        TLS_1_2,
        TLS_1_3,
        /** TLS 1.2 whose server says no more than its hello. */
        HELLO_ONLY
    }

    /** What the server does in place of its answer to the first command, until the client is gone. */
    @FunctionalInterface
    interface Script {
        void play(Records records) throws IOException, GeneralSecurityException;
    }

    RawTls(Version version, Identity identity, Script script) {
        this.version = version;
        this.identity = identity;
        this.script = script;
    }

    @Override
    public Streams secure(Socket plain) throws IOException {
        try {
            plain.setSoTimeout(60_000);
            Records records = new Records(plain);
            byte[] hello = records.message();
            if (version == Version.TLS_1_3) {
                new Thirteen(records, hello).run();
            } else {
                new Twelve(records, hello).run();
            }
            if (version != Version.HELLO_ONLY) {
                records.read();
            }
            script.play(records);
            return new Streams(plain.getInputStream(), plain.getOutputStream(), 0, "");
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Records in both directions, encrypted once there are keys. */
    final class Records {
        private final DataInputStream in;
        private final OutputStream out;
        private Half sending;
        private Half receiving;

        Records(Socket socket) throws IOException {
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        /** Sends a record, or what may be none. */
        void send(int type, byte[] content) throws IOException, GeneralSecurityException {
            out.write(record(type, content));
        }

        byte[] record(int type, byte[] content) throws GeneralSecurityException {
            if (sending == null) {
                return bytes(type, 3, 3, content.length >> 8, content.length, content);
            }
            return version == Version.TLS_1_3 ? sealedThirteen(type, content) : sealedTwelve(type, content);
        }

        /** Sends many records in few writes, as fast as they are taken. */
        void flood(int type, byte[] content) throws IOException, GeneralSecurityException {
            while (true) {
                ByteArrayOutputStream many = new ByteArrayOutputStream();
                while (many.size() < 16_384) {
                    many.writeBytes(record(type, content));
                }
                out.write(many.toByteArray());
            }
        }

        /** Sends a key update that asks for one, and goes on with the next key (RFC 8446, section 7.2). */
        void updateKey() throws IOException, GeneralSecurityException {
            send(HANDSHAKE, bytes(24, 0, 0, 1, 1));
            sending = half(expand(sending.secret, "traffic upd", NOTHING, 32));
        }

        private byte[] sealedThirteen(int type, byte[] content) throws GeneralSecurityException {
            int length = content.length + 1 + TAG_BITS / 8;
            byte[] header = bytes(DATA, 3, 3, length >> 8, length);
            return bytes(header, sending.thirteen(Cipher.ENCRYPT_MODE, header, bytes(content, type)));
        }

        private byte[] sealedTwelve(int type, byte[] content) throws GeneralSecurityException {
            int length = content.length + 8 + TAG_BITS / 8;
            return bytes(type, 3, 3, length >> 8, length, sending.twelve(type, content));
        }

        /** Reads a record's content; changes of the cipher have none. */
        byte[] read() throws IOException, GeneralSecurityException {
            while (true) {
                byte[] header = in.readNBytes(5);
                if (header.length < 5) {
                    throw new EOFException();
                }
                byte[] content = new byte[((header[3] & 0xff) << 8) | (header[4] & 0xff)];
                in.readFully(content);
                if (header[0] == 20) {
                    if (version == Version.TLS_1_2) {
                        return NOTHING;
                    }
                } else if (receiving == null) {
                    return content;
                } else if (version == Version.TLS_1_3) {
                    byte[] clear = receiving.thirteen(Cipher.DECRYPT_MODE, header, content);
                    return Arrays.copyOf(clear, clear.length - 1);
                } else {
                    return content;
                }
            }
        }

        /** Reads a handshake message that fits one record. */
        private byte[] message() throws IOException, GeneralSecurityException {
            return read();
        }
    }

    /** One direction's key. */
    private static final class Half {
        private final byte[] secret;
        private final SecretKeySpec key;
        private final byte[] iv;
        private long sequence;

        /** @param secret which both come from; the empty array where that does not matter */
        Half(byte[] secret, byte[] key, byte[] iv) {
            this.secret = secret;
            this.key = new SecretKeySpec(key, "AES");
            this.iv = iv;
        }

        byte[] thirteen(int mode, byte[] header, byte[] content) throws GeneralSecurityException {
            byte[] nonce = iv.clone();
            byte[] count = ByteBuffer.allocate(8).putLong(sequence++).array();
            for (int i = 0; i < 8; i++) {
                nonce[4 + i] ^= count[i];
            }
            return sealed(mode, nonce, header, content);
        }

        byte[] twelve(int type, byte[] content) throws GeneralSecurityException {
            byte[] count = ByteBuffer.allocate(8).putLong(sequence++).array();
            byte[] associated = bytes(count, type, 3, 3, content.length >> 8, content.length);
            return bytes(count, sealed(Cipher.ENCRYPT_MODE, bytes(iv, count), associated, content));
        }

        private byte[] sealed(int mode, byte[] nonce, byte[] associated, byte[] content)
                throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associated);
            return cipher.doFinal(content);
        }
    }

    /** The handshake of RFC 8446. */
    private final class Thirteen {
        private final Records records;
        private final ClientHello client;
        private final MessageDigest transcript = digest();
        private final KeyPair own = keys();

        Thirteen(Records records, byte[] hello) throws GeneralSecurityException {
            this.records = records;
            this.client = new ClientHello(hello);
            transcript.update(hello);
        }

        void run() throws IOException, GeneralSecurityException {
            byte[] share = bytes(0, 0x1d, 0, 32, raw(own));
            byte[] extensions = bytes(0, 0x2b, 0, 2, 3, 4, 0, 0x33, 0, share.length, share);
            byte[] hello = message(
                    2, bytes(3, 3, new byte[32], 32, client.session(), 0x13, 1, 0, 0, extensions.length, extensions));
            records.send(HANDSHAKE, hello);
            byte[] early = hmac(new byte[32], new byte[32]);
            byte[] handshake = hmac(expand(early, "derived", digest().digest(), 32), agreed(own, client.share()));
            byte[] serverSecret = expand(handshake, "s hs traffic", soFar(), 32);
            byte[] clientSecret = expand(handshake, "c hs traffic", soFar(), 32);
            records.sending = half(serverSecret);
            records.receiving = half(clientSecret);
            records.send(HANDSHAKE, message(8, bytes(0, 0)));
            ByteArrayOutputStream list = new ByteArrayOutputStream();
            for (X509Certificate one : identity.chain()) {
                list.writeBytes(bytes(length3(one.getEncoded()), 0, 0));
            }
            records.send(HANDSHAKE, message(11, bytes(0, length3(list.toByteArray()))));
            byte[] signed = sign(bytes(
                    " ".repeat(64).getBytes(StandardCharsets.US_ASCII),
                    "TLS 1.3, server CertificateVerify".getBytes(StandardCharsets.US_ASCII),
                    0,
                    soFar()));
            records.send(HANDSHAKE, message(15, bytes(4, 3, signed.length >> 8, signed.length, signed)));
            byte[] finished = hmac(expand(serverSecret, "finished", NOTHING, 32), soFar());
            records.send(HANDSHAKE, message(20, finished));
            byte[] master = hmac(expand(handshake, "derived", digest().digest(), 32), new byte[32]);
            Half data = half(expand(master, "s ap traffic", soFar(), 32));
            Half answers = half(expand(master, "c ap traffic", soFar(), 32));
            records.read();
            records.sending = data;
            records.receiving = answers;
        }

        private byte[] message(int type, byte[] body) {
            byte[] whole = bytes(type, length3(body));
            transcript.update(whole);
            return whole;
        }

        private byte[] soFar() throws GeneralSecurityException {
            try {
                return ((MessageDigest) transcript.clone()).digest();
            } catch (CloneNotSupportedException e) {
                throw new GeneralSecurityException(e);
            }
        }
    }

    /** The handshake of RFC 5246. */
    private final class Twelve {
        private final Records records;
        private final ClientHello client;
        private final MessageDigest transcript = digest();
        private final KeyPair own = keys();

        Twelve(Records records, byte[] hello) throws GeneralSecurityException {
            this.records = records;
            this.client = new ClientHello(hello);
            transcript.update(hello);
        }

        void run() throws IOException, GeneralSecurityException {
            byte[] random = new byte[32];
            byte[] extensions = bytes(0xff, 1, 0, 1, 0, 0, 0x17, 0, 0);
            ByteArrayOutputStream list = new ByteArrayOutputStream();
            for (X509Certificate one : identity.chain()) {
                list.writeBytes(length3(one.getEncoded()));
            }
            byte[] share = bytes(3, 0, 0x1d, 32, raw(own));
            byte[] signed = sign(bytes(client.random(), random, share));
            send(2, bytes(3, 3, random, 0, 0xc0, 0x2b, 0, 0, extensions.length, extensions));
            if (version == Version.HELLO_ONLY) {
                return;
            }
            send(11, length3(list.toByteArray()));
            send(12, bytes(share, 4, 3, signed.length >> 8, signed.length, signed));
            send(14, NOTHING);
            byte[] exchange = records.read();
            transcript.update(exchange);
            // with the extended master secret, of which both speak (RFC 7627)
            byte[] secret = agreed(own, Arrays.copyOfRange(exchange, 5, exchange.length));
            byte[] master = prf(secret, "extended master secret", soFar(), 48);
            byte[] block = prf(master, "key expansion", bytes(random, client.random()), 40);
            records.read();
            byte[] sealed = records.read();
            Half receiving = new Half(NOTHING, Arrays.copyOf(block, 16), Arrays.copyOfRange(block, 32, 36));
            transcript.update(opened(receiving, sealed));
            records.out.write(bytes(20, 3, 3, 0, 1, 1));
            records.sending = new Half(NOTHING, Arrays.copyOfRange(block, 16, 32), Arrays.copyOfRange(block, 36, 40));
            records.receiving = receiving;
            records.send(HANDSHAKE, bytes(20, length3(prf(master, "server finished", soFar(), 12))));
        }

        private byte[] opened(Half half, byte[] sealed) throws GeneralSecurityException {
            byte[] nonce = Arrays.copyOf(sealed, 8);
            int length = sealed.length - 8 - TAG_BITS / 8;
            return half.sealed(
                    Cipher.DECRYPT_MODE,
                    bytes(half.iv, nonce),
                    bytes(new byte[8], HANDSHAKE, 3, 3, 0, length),
                    Arrays.copyOfRange(sealed, 8, sealed.length));
        }

        private void send(int type, byte[] body) throws IOException, GeneralSecurityException {
            byte[] whole = bytes(type, length3(body));
            transcript.update(whole);
            records.send(HANDSHAKE, whole);
        }

        private byte[] soFar() throws GeneralSecurityException {
            try {
                return ((MessageDigest) transcript.clone()).digest();
            } catch (CloneNotSupportedException e) {
                throw new GeneralSecurityException(e);
            }
        }
    }

    /** What is needed of a ClientHello. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record ClientHello(byte[] random, byte[] session, byte[] share) {
        ClientHello(byte[] message) {
            this(
                    Arrays.copyOfRange(message, 6, 38),
                    Arrays.copyOfRange(message, 39, 39 + message[38]),
                    share(ByteBuffer.wrap(message)));
        }

        private static byte[] share(ByteBuffer message) {
            message.position(38);
            message.position(message.position() + 1 + message.get(38));
            message.position(message.getShort() + message.position());
            message.position(message.get() + message.position());
            message.getShort();
            while (message.hasRemaining()) {
                int type = message.getShort();
                int end = message.getShort() + message.position();
                if (type == 0x33) {
                    message.getShort();
                    while (message.position() < end) {
                        int group = message.getShort();
                        byte[] key = new byte[message.getShort()];
                        message.get(key);
                        if (group == 0x1d) {
                            return key;
                        }
                    }
                }
                message.position(end);
            }
            return NOTHING;
        }
    }

    private static Half half(byte[] secret) throws GeneralSecurityException {
        return new Half(secret, expand(secret, "key", NOTHING, 16), expand(secret, "iv", NOTHING, 12));
    }

    private byte[] sign(byte[] content) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(identity.key());
        signature.update(content);
        return signature.sign();
    }

    private static KeyPair keys() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("X25519").generateKeyPair();
    }

    private static byte[] raw(KeyPair keys) {
        byte[] encoded = keys.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, KEY_PREFIX.length, encoded.length);
    }

    private static byte[] agreed(KeyPair own, byte[] share) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(own.getPrivate());
        agreement.doPhase(
                KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(bytes(KEY_PREFIX, share))),
                true);
        return agreement.generateSecret();
    }

    private static MessageDigest digest() throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256");
    }

    private static byte[] hmac(byte[] key, byte[] content) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(content);
    }

    private static byte[] expand(byte[] secret, String label, byte[] context, int length)
            throws GeneralSecurityException {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = bytes(0, length, name.length, name, context.length, context, 1);
        return Arrays.copyOf(hmac(secret, info), length);
    }

    private static byte[] prf(byte[] secret, String label, byte[] seed, int length) throws GeneralSecurityException {
        byte[] whole = bytes(label.getBytes(StandardCharsets.US_ASCII), seed);
        byte[] result = NOTHING;
        byte[] a = whole;
        while (result.length < length) {
            a = hmac(secret, a);
            result = bytes(result, hmac(secret, bytes(a, whole)));
        }
        return Arrays.copyOf(result, length);
    }

    private static byte[] length3(byte[] content) {
        return bytes(content.length >> 16, content.length >> 8, content.length, content);
    }

    /** The parts in a row: numbers are one octet each, arrays all of theirs. */
    static byte[] bytes(Object... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer octet) {
                all.write(octet);
            } else {
                all.writeBytes((byte[]) part);
            }
        }
        return all.toByteArray();
    }
}
