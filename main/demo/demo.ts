export async function makeDemoShop(..._a: any[]): Promise<any> {
  throw new Error('being written');
}
