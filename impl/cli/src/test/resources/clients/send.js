// SPDX-License-Identifier: Apache-2.0
// nodemailer: PORT FILE SENDER RECIPIENT...
const [port, file, from, ...to] = process.argv.slice(2);
const transport = require('nodemailer')
    .createTransport({host: '127.0.0.1', port: Number(port), name: 'client.example', ignoreTLS: true});
transport.sendMail({envelope: {from, to}, raw: require('fs').readFileSync(file)})
    .catch(error => { console.error(error.message); process.exitCode = 1; });
