declare module 'world-atlas/*.json?url' {
  const address: string;
  export default address;
}
