class Client:
    async def get(self, url):
        async with self.session.get(url) as response:
            return await response.json()
