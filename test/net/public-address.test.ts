// net: which addresses are public. Each form in which an address of one's own network can be written is refused, and what
// is connected is the address that was looked at.

import { describe, expect, test } from 'vitest';
import { AddressError, isPublic, publicAddresses } from '../../src/net/public-address.ts';

describe('an address is public', () => {
  test.each([
    '93.184.216.34',
    '8.8.8.8',
    '1.1.1.1',
    '::ffff:93.184.216.34',
    '2606:2800:220:1:248:1893:25c8:1946',
    '2001:4860:4860::8888',
    '2400:cb00::1',
  ])('%s', (address) => {
    expect(isPublic(address)).toBe(true);
  });
});

describe('an address is not public', () => {
  test.each<[string, string]>([
    ['::7f00:1', 'IPv4-compatible'],
    ['::127.0.0.1', 'IPv4-compatible, dotted'],
    ['::a00:1', 'IPv4-compatible 10.0.0.1'],
    ['::a9fe:a9fe', 'IPv4-compatible 169.254.169.254'],
    ['::5db8:d822', 'IPv4-compatible of a public one: nobody has it'],
    ['::ffff:7f00:1', 'mapped'],
    ['::ffff:127.0.0.1', 'mapped, dotted'],
    ['::ffff:0:7f00:1', 'translated (RFC 2765)'],
    ['64:ff9b::7f00:1', 'NAT64'],
    ['64:ff9b::10.0.0.1', 'NAT64, dotted'],
    ['64:ff9b:1::a00:1', 'NAT64 of one’s own'],
    ['2002:7f00:1::', '6to4'],
    ['2002:a9fe:a9fe::1', '6to4 of link-local'],
    ['2001:0:7f00:1::', 'Teredo server'],
    ['2001:0:4136:e378:8000:63bf:80ff:fffe', 'Teredo client 127.0.0.1'],
    ['2001:4860::5efe:7f00:1', 'ISATAP'],
    ['2001:4860::200:5efe:7f00:1', 'ISATAP, universal'],
    ['fe80::5efe:10.0.0.1', 'ISATAP, link-local'],
    ['fe80::1%eth0', 'zone id'],
    ['::1%1', 'zone id of the loopback'],
    ['2606:2800::1%eth0', 'zone id of a public one'],
    ['127.1', 'short'],
    ['0177.0.0.1', 'octal'],
    ['017700000001', 'octal, one number'],
    ['0x7f.0.0.1', 'hexadecimal'],
    ['0x7f000001', 'hexadecimal, one number'],
    ['2130706433', 'decimal, one number'],
    ['0', 'nothing'],
    ['0.1.2.3', 'this network'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'of a provider'],
    ['169.254.169.254', 'link-local: the cloud’s metadata'],
    ['127.255.255.254', 'loopback'],
    ['192.0.0.1', 'protocols'],
    ['192.0.2.1', 'documentation'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['198.18.0.1', 'benchmarks'],
    ['192.88.99.1', '6to4 relay'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::2', 'next to the loopback'],
    ['fc00::1', 'unique local'],
    ['fd12:3456::1', 'unique local'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['100::1', 'discard'],
    ['2001:db8::1', 'documentation'],
    ['3fff::1', 'documentation'],
    ['2001:2::1', 'benchmarks'],
    ['2001:10::1', 'ORCHID'],
    ['5f00::1', 'segment routing'],
    ['4000::1', 'not given out'],
    ['e000::1', 'not given out'],
    ['example.jp', 'no address'],
    ['', 'no address'],
  ])('%s (%s)', (address) => {
    expect(isPublic(address)).toBe(false);
  });
});

describe('the host of an address that people write', () => {
  const fault = async (host: string, ...addresses: string[]): Promise<string> => {
    const error = await publicAddresses(host, { resolve: async () => addresses }).catch((one: unknown) => one);
    return error instanceof AddressError ? `${error.code}: ${error.message}` : JSON.stringify(error);
  };

  test.each([
    'http://[::7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://0177.0.0.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://１２７.０.０.１/',
    'http://127。0。0。1/',
  ])('is refused as a URL has it: %s', async (url) => {
    expect(await fault(new URL(url).hostname)).toMatch(
      /^not-public: its host leads to an address that is not public \(/,
    );
  });

  test.each([['::7f00:1'], ['93.184.216.34', '::ffff:127.0.0.1'], ['fe80::1%eth0'], ['2002:7f00:1::'], ['garbage']])(
    'is refused when DNS says %s',
    async (...addresses) => {
      expect(await fault('feeds.example.jp', ...addresses)).toMatch(/^not-public: /);
    },
  );

  test('is connected at the address that was looked at, in its usual spelling', async () => {
    expect(await publicAddresses('[2606:2800:0220:0001:0248:1893:25C8:1946]')).toEqual([
      '2606:2800:220:1:248:1893:25c8:1946',
    ]);
    expect(await publicAddresses('134744072')).toEqual(['8.8.8.8']);
  });
});
